// A page of paper is smaller than a screen, and charts are drawn for the width that they have: the
// page is printed as it lies on the screen, made smaller as a whole.
(() => {
  if (window.itasdashPrints) return;
  window.itasdashPrints = true;
  // A4 upright between its margins, in CSS pixels: 190 mm by 271 mm, a little less than all of it.
  const paper = 718, tall = 1018;
  const most = 0.8; // of the size on the screen
  const text = 11; // the size of tables on paper, in CSS pixels: fifty rows a page
  const words = 200; // of the height of a page for the title of a chart, at the size of the screen
  const page = () => document.querySelector("[data-testid=stMainBlockContainer]");
  const columns = () => document.querySelectorAll(".stColumn");
  const charts = () => document.querySelectorAll(".stElementContainer:has(.stPlotlyChart)");
  // Where something scrolls: the box and the one around it, which keeps its height.
  const scrolling = () =>
    [...page().querySelectorAll(".stVerticalBlock")]
      .filter((box) => box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY != "visible")
      .flatMap((box) => [box, box.parentElement]);
  const root = document.documentElement;
  let opened = [];
  window.addEventListener("beforeprint", () => {
    const shown = page();
    if (!shown) return;
    const top = shown.querySelector(".itasdash-top");
    const oneSheet = Boolean(top?.closest(".itasdash-sheet"));
    // Rounded down, so that columns which stand side by side still do.
    const widths = [...columns()].map((each) => Math.floor(each.getBoundingClientRect().width));
    const { width: whole, paddingLeft, paddingRight } = getComputedStyle(shown);
    const width = parseFloat(whole) - parseFloat(paddingLeft) - parseFloat(paddingRight);
    columns().forEach((each, number) => {
      each.style.flex = `0 0 ${widths[number]}px`;
      each.style.minWidth = 0;
    });
    shown.style.width = `${width}px`;
    opened = scrolling();
    opened.forEach((box) => Object.assign(box.style, { height: "auto", flex: "none", overflow: "visible" }));
    root.classList.add("itasdash-paper");
    root.classList.toggle("itasdash-one-sheet", oneSheet);
    if (top) {
      const rest = [...new Set([...shown.querySelectorAll(".itasdash-rest")].map((each) => each.textContent))];
      top.textContent = rest.join(" · ");
    }
    let zoom = Math.min(most, paper / width);
    root.style.setProperty("--itasdash-text", `${text / zoom}px`);
    if (oneSheet) zoom = Math.min(zoom, tall / shown.scrollHeight);
    shown.style.zoom = zoom;
    // A chart that is taller than a page is made to fit one.
    charts().forEach((each) => {
      each.style.zoom = Math.min(1, (tall / zoom - words) / each.offsetHeight);
    });
  });
  window.addEventListener("afterprint", () => {
    root.classList.remove("itasdash-paper", "itasdash-one-sheet");
    columns().forEach((each) => (each.style.flex = each.style.minWidth = ""));
    charts().forEach((each) => (each.style.zoom = ""));
    opened.forEach((box) => (box.style.height = box.style.flex = box.style.overflow = ""));
    const shown = page();
    if (shown) shown.style.width = shown.style.zoom = "";
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest(".st-key-print_page button")) window.print();
  });
})();
