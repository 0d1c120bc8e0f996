// A picture of a chart is drawn by the browser from an SVG, which sees no typeface of the page: the
// typeface travels inside it. And it has margins and a line of its source, which the page has not.
(() => {
  if (window.itasdashPictures) return;
  window.itasdashPictures = true;
  const longest = 20000; // milliseconds after which a picture that never came is given up
  let faces; // the typeface as CSS, empty where it cannot be had
  const written = async (rule) => {
    const [, address] = rule.style.getPropertyValue("src").match(/url\(["']?(.+?)["']?\)/);
    const weight = rule.style.getPropertyValue("font-weight");
    const face = (data) => `@font-face{font-family:Sarabun;font-weight:${weight};src:url(${data})}`;
    if (address.startsWith("data:")) return face(address);
    const file = await fetch(new URL(address, rule.parentStyleSheet.href || document.baseURI));
    const data = await new Promise((done, failed) => {
      const reader = new FileReader();
      Object.assign(reader, { onload: () => done(reader.result), onerror: failed });
      file.blob().then((bytes) => reader.readAsDataURL(bytes), failed);
    });
    return face(data);
  };
  const typeface = async () => {
    try {
      const rules = [...document.styleSheets]
        .flatMap((sheet) => [...sheet.cssRules])
        .filter((rule) => rule instanceof CSSFontFaceRule && /Sarabun/.test(rule.style.getPropertyValue("font-family")));
      return (await Promise.all(rules.map(written))).join("");
    } catch (error) {
      // A picture in another typeface is better than none.
      console.warn("itasdash picture", error);
      return "";
    }
  };
  // While plotly makes the picture: its layout is the page's with what the picture has besides, and
  // the SVG is given the typeface on its way to the image. Nothing of either stays.
  const dress = (chart) => {
    const { layout } = chart;
    const around = layout.meta?.picture;
    if (around) {
      const margin = { ...layout.margin, ...around.margin };
      const annotations = [...(layout.annotations || []), ...around.annotations];
      chart.layout = { ...layout, margin, annotations };
      setTimeout(() => (chart.layout = layout));
    }
    const plain = window.Blob;
    const undress = () => (window.Blob = plain);
    window.Blob = new Proxy(plain, {
      construct(target, [parts, options]) {
        if (!options?.type?.startsWith("image/svg+xml")) return new target(parts ?? [], options);
        undress();
        const image = new DOMParser().parseFromString(String(parts[0]), "image/svg+xml");
        const style = image.createElementNS(image.documentElement.namespaceURI, "style");
        style.textContent = faces;
        image.documentElement.prepend(style);
        return new target([new XMLSerializer().serializeToString(image)], options);
      },
    });
    setTimeout(undress, longest);
  };
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest?.(".modebar-btn");
      const chart = button?.closest(".js-plotly-plot");
      if (!chart) return;
      if (faces !== undefined) return dress(chart);
      event.stopImmediatePropagation();
      typeface().then((found) => {
        faces = found;
        button.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      });
    },
    true,
  );
})();
