// Streamlit thins out what stands in a frozen column, to below the contrast that reading takes; there is no
// option for it. It does so with this one opacity, and nothing else of the app draws on a canvas.
(() => {
  const own = Object.getOwnPropertyDescriptor(CanvasRenderingContext2D.prototype, "globalAlpha");
  if (window.itasdashTables || !own?.set) return;
  window.itasdashTables = true;
  const thin = 0.6;
  Object.defineProperty(CanvasRenderingContext2D.prototype, "globalAlpha", {
    ...own,
    set(opacity) {
      own.set.call(this, opacity === thin ? 1 : opacity);
    },
  });
})();
