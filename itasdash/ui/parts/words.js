// Streamlit's own widgets speak English. What they say is replaced word for word by what the page says
// of it, in a hidden element; whatever is not named there stays as it is, and nothing else is touched.
(() => {
  if (window.itasdashWords) return;
  window.itasdashWords = true;
  const places = [
    "[data-testid=stFileUploader]", "[data-testid=stHeader]", "[data-testid=stMainMenuPopover]",
    "[data-testid=stElementToolbar]", "[data-testid=stSidebar]", "[data-testid=stMultiSelect]",
    "[data-testid=stSelectbox]", "[data-testid=stTextInput]", "[data-testid=stTooltipContent]",
    "[data-testid=stCode]", "[data-baseweb=popover]", "[data-baseweb=menu]", "[role=listbox]",
    "[role=menu]", "[role=dialog]", "[role=tooltip]", "[data-testid=stDataFrame]",
    "[data-testid=stDateInput]", "[data-testid=stDataFrameColumnMenu]", "[data-testid=stSkipToContent]",
    "[data-testid=stDataFrameColumnFormattingMenu]", "[data-testid=stDataFrameColumnVisibilityMenu]",
    "[data-testid=stDataFrameStatisticsMenu]", "[data-testid=stMainMenuList]", "[data-testid=stMultiSelectDropdown]",
  ].join(",");
  const attributes = ["aria-label", "title", "placeholder"];
  const before = new WeakMap(); // what stood there in English, by text node
  let words = {}, language = "", waiting = 0;
  const inWords = (text) => {
    const plain = text.trim();
    if (Object.hasOwn(words, plain)) return text.replace(plain, words[plain]);
    const sized = plain.match(/^(?:Limit )?(\d+(?:\.\d+)?) ?MB per file(?: •.*)?$/);
    // "Today, Friday, November 27, 2026", "November 2026", "6 results".
    const dated = /^(?:[A-Z][a-z]+ date, )?(?:Today, )?(?:[A-Z][a-z]+day, )?[A-Z][a-z]{2,8} (?:\d{1,2}, )?\d{4}( selected)?$/;
    const counted = plain.match(/^(\d+) (results?)$/);
    if (counted && words[counted[2]]) return `${counted[1]} ${words[counted[2]]}`;
    if (dated.test(plain)) return plain.replace(/Choose date|[A-Za-z]+/g, (word) => words[word] ?? word);
    const removed = plain.match(/^Remove (.+)$/);
    if (removed && words.Remove) return `${words.Remove} ${removed[1]}`;
    return sized && words["MB per file"]?.includes("#") ? words["MB per file"].replace("#", sized[1]) : text;
  };
  const say = (place) => {
    const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const known = before.get(node);
      const english = known && known.said === node.nodeValue ? known.english : node.nodeValue;
      const said = inWords(english);
      if (said !== node.nodeValue) {
        node.nodeValue = said;
        before.set(node, { english, said });
      }
    }
    for (const each of [place, ...place.querySelectorAll("[aria-label],[title],[placeholder]")])
      for (const name of attributes) {
        const english = each.getAttribute(name);
        const said = english && inWords(english);
        if (said && said !== english) each.setAttribute(name, said);
      }
  };
  const look = () => {
    waiting = 0;
    try {
      const source = document.querySelector(".itasdash-words");
      if (!source) return;
      if (source.lang !== language) {
        language = source.lang;
        document.documentElement.lang = language;
        words = JSON.parse(source.textContent);
      }
      document.querySelectorAll(places).forEach(say);
    } catch (error) {
      // A page in two languages is better than none.
      console.warn("itasdash words", error);
    }
  };
  const later = () => {
    if (!waiting) waiting = requestAnimationFrame(look);
  };
  new MutationObserver(later).observe(document.body, {
    childList: true, subtree: true, characterData: true,
    attributes: true, attributeFilter: [...attributes, "lang"],
  });
  later();
})();
