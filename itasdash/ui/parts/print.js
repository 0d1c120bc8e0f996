// A page of paper is smaller than a screen, and charts are drawn for the width that they have: the
// page is printed as it lies on the screen, made smaller as a whole.
(() => {
  if (window.itasdashPrints) return;
  window.itasdashPrints = true;
  const paper = 1040; // width of A4 on its side between its margins, in CSS pixels
  const most = 0.8; // at this size the map, the tallest of the cards, fits a page
  const page = () => document.querySelector("[data-testid=stMainBlockContainer]");
  const columns = () => document.querySelectorAll(".stColumn");
  const tall = 718; // height of A4 on its side between its margins, in CSS pixels
  const words = 150; // of it for the title of a chart, at the size of the screen
  const charts = () => document.querySelectorAll(".stElementContainer:has(.stPlotlyChart)");
  // Where something scrolls: the box and the one around it, which keeps its height.
  const scrolling = () =>
    [...page().querySelectorAll(".stVerticalBlock")]
      .filter((box) => box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY != "visible")
      .flatMap((box) => [box, box.parentElement]);
  let opened = [];
  window.addEventListener("beforeprint", () => {
    const shown = page();
    if (!shown) return;
    // Rounded down, so that columns which stand side by side still do.
    const widths = [...columns()].map((each) => Math.floor(each.getBoundingClientRect().width));
    columns().forEach((each, number) => {
      each.style.flex = `0 0 ${widths[number]}px`;
      each.style.minWidth = 0;
    });
    const width = shown.getBoundingClientRect().width;
    shown.style.width = `${width}px`;
    const zoom = Math.min(most, paper / width);
    shown.style.zoom = zoom;
    opened = scrolling();
    opened.forEach((box) => Object.assign(box.style, { height: "auto", flex: "none", overflow: "visible" }));
    // A chart that is taller than a page is made to fit one.
    charts().forEach((each) => {
      each.style.zoom = Math.min(1, (tall / zoom - words) / each.offsetHeight);
    });
  });
  window.addEventListener("afterprint", () => {
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
