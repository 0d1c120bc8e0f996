// A page of paper is smaller than a screen, and charts are drawn for the width that they have: the
// page is printed as it lies on the screen, made smaller as a whole.
(() => {
  if (window.itasdashPrints) return;
  window.itasdashPrints = true;
  const paper = 1040; // width of A4 on its side between its margins, in CSS pixels
  const most = 0.8; // at this size the map, the tallest of the cards, fits a page
  const page = () => document.querySelector("[data-testid=stMainBlockContainer]");
  const columns = () => document.querySelectorAll(".stColumn");
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
    shown.style.zoom = Math.min(most, paper / width);
  });
  window.addEventListener("afterprint", () => {
    columns().forEach((each) => (each.style.flex = each.style.minWidth = ""));
    const shown = page();
    if (shown) shown.style.width = shown.style.zoom = "";
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest(".st-key-print_page button")) window.print();
  });
})();
