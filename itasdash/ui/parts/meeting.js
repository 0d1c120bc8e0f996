// A meeting sees the whole of a step at once, in whatever window: all of it grows or shrinks together.
(() => {
  if (window.itasdashMeets) return;
  window.itasdashMeets = true;
  const least = 0.4, most = 2.4; // beyond these nothing could be read, or one card filled the wall
  const phone = 700; // narrower windows scroll
  const shown = () => document.querySelector("[data-testid=stMainBlockContainer]");
  let factor = 1, spilt = Infinity, seen = "";
  // Charts ask how large they are and draw for that: they are to hear of the size before it is changed,
  // or they would be changed twice.
  const measured = Element.prototype.getBoundingClientRect;
  Element.prototype.getBoundingClientRect = function () {
    const box = measured.call(this);
    if (factor === 1 || !this.closest(".stElementContainer:has(.stPlotlyChart)")) return box;
    return new DOMRect(box.x / factor, box.y / factor, box.width / factor, box.height / factor);
  };
  // The lower edge of what is drawn, as the window has it.
  const bottom = (block) =>
    Math.max(...[...block.querySelectorAll(".stElementContainer, .stColumn, .stMetric, .stLayoutWrapper, .stVerticalBlock")].map(
      (each) => measured.call(each).bottom), 1) - measured.call(block).top;
  // Names and numbers grow with a chart and take the room of what it draws, until they are cut themselves.
  const cramped = (block) => factor > 1 && [...block.querySelectorAll(".js-plotly-plot")].some(({ _fullLayout: drawn }) =>
    drawn && drawn._size && drawn._size.w < 0.3 * drawn.width);
  const fit = () => {
    const block = shown();
    if (!block) return;
    const meets = block.querySelector(".st-key-meeting_bar") && window.innerWidth >= phone;
    if (!meets) {
      if (block.style.zoom) block.style.zoom = "";
      factor = 1;
      return;
    }
    const step = `${window.innerWidth}x${window.innerHeight} ${location.search}`;
    if (step !== seen) [seen, spilt] = [step, Infinity];
    const room = window.innerHeight - 12, high = bottom(block);
    const tight = cramped(block);
    if (high > room || tight) spilt = Math.min(spilt, factor);
    else if (high > room * 0.93) return;
    let wanted = Math.min(most, Math.max(least, (factor * room * 0.985) / high));
    if (tight) wanted = Math.min(wanted, Math.max(1, factor * 0.85));
    // Words wrap anew at each size: what was too large once is not tried again.
    if (high <= room && !tight && wanted > spilt * 0.98) wanted = (factor + spilt) / 2;
    if (high <= room && !tight && wanted / factor < 1.02) return;
    factor = wanted;
    block.style.zoom = factor.toFixed(3);
    window.dispatchEvent(new Event("resize"));
  };
  // Charts and words settle after each step, at their own time.
  setInterval(fit, 300);
})();
