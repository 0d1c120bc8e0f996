for (const place of document.querySelectorAll(".chart")) {
  const drawn = JSON.parse(document.getElementById(place.dataset.figure).textContent);
  Plotly.newPlot(place, drawn.figure.data, drawn.figure.layout, drawn.config);
}
addEventListener("beforeprint", () => document.querySelectorAll(".chart").forEach(Plotly.Plots.resize));
