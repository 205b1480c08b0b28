"use strict";
// Draws each plot in its place: lines of one unit share an axis, the first unit's is on the left.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const ink = dark ? "#98a3b3" : "#5c6675";
  const rule = { stroke: dark ? "#262e3a" : "#e6eaf0", width: 1 };
  const colours = dark
    ? ["#6cb2ff", "#ffb454", "#7fd88f", "#ff8f8f", "#c9a7ff", "#6fd6d0"]
    : ["#1f6fd0", "#c46a00", "#22863a", "#c0392b", "#7b4bc4", "#0f8a84"];
  const short = value => value == null ? "" : Math.abs(value) >= 1e6 ? +(value / 1e6).toPrecision(4) + " M"
    : Math.abs(value) >= 1e4 ? +(value / 1e3).toPrecision(4) + " k" : String(+value.toPrecision(4));

  // Percentiles stand at the logarithm of what is left above them, so that each further nine has as much room.
  const even = { at: x => x, scale: { time: false }, text: short, axis: {} };
  const percentiles = {
    at: percentile => 100 / (100 - percentile),
    scale: { time: false, distr: 3, log: 10, range: (u, min, max) => [1, max] },
    text: at => at == null ? "" : +(100 - 100 / at).toFixed(Math.max(0, Math.ceil(Math.log10(at)) - 1)) + " %",
    axis: {
      splits: u => Array.from({ length: 1 + Math.floor(Math.log10(u.scales.x.max * 1.001)) }, (none, i) => 10 ** i),
      filter: (u, splits) => splits
    }
  };

  const draw = (place, plot) => {
    const x = plot.axis === "PERCENTILES" ? percentiles : even;
    const units = [...new Set(plot.series.map(series => series.unit))];
    const axes = [{
      label: plot.x, stroke: ink, grid: rule, ticks: rule, values: (u, ticks) => ticks.map(x.text), ...x.axis
    }];
    units.forEach((unit, i) => axes.push({
      scale: unit, label: unit, stroke: ink, side: i === 0 ? 3 : 1, size: 64,
      grid: i === 0 ? rule : { show: false }, ticks: rule, values: (u, ticks) => ticks.map(short)
    }));
    const scales = { x: x.scale };
    units.forEach(unit => { scales[unit] = { range: (u, min, max) => [Math.min(0, min ?? 0), max > 0 ? max * 1.05 : 1] }; });
    const series = [{ label: plot.x, value: (u, value) => x.text(value) }];
    plot.series.forEach((each, i) => series.push({
      label: each.name, scale: each.unit, stroke: colours[i % colours.length], width: 1.5,
      points: { show: plot.xs.length < 60 }, value: (u, value) => short(value)
    }));
    const chart = new uPlot({ width: place.clientWidth, height: 260, scales, axes, series },
      [plot.xs.map(x.at), ...plot.series.map(each => each.values)], place);
    addEventListener("resize", () => chart.setSize({ width: place.clientWidth, height: 260 }));
  };

  const plots = JSON.parse(document.getElementById("plots").textContent);
  document.querySelectorAll("[data-plot]").forEach(place => draw(place, plots[place.dataset.plot]));
})();
