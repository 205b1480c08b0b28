/** Lines over the last hour, drawn by uPlot, with their numbers in words beside them. */

import { h, text } from "./dom.js";

const HEIGHT = 170;
const SPAN_S = 3_600;
const GAP_S = 20;

/** A chart of a few lines over time. Colours are those of the style sheet, in the light and in the dark. */
export class Chart {
  #plot;
  #lines;
  #format;
  #numbers;
  #times = [];
  #box = h("div", { class: "plot", role: "img" });
  #title;
  #dark = matchMedia("(prefers-color-scheme: dark)");
  #redraw = () => this.#plot.redraw();
  #resize = new ResizeObserver(() => this.#plot.setSize({ width: this.#box.clientWidth, height: HEIGHT }));

  /**
   * @param {string} title
   * @param {Array<{label: string, colour: string, fill?: boolean}>} lines colours are names of custom properties
   * @param {function(number): string} format of a value
   */
  constructor(title, lines, format) {
    this.#title = title;
    this.#lines = lines;
    this.#format = format;
    this.#numbers = lines.map(() => h("b", {}, "–"));
    this.node = h("figure", { class: "chart" },
      h("figcaption", {}, h("span", { class: "name" }, title),
        lines.map((line, i) => h("span", { class: `key ${line.colour}` }, h("i", { "aria-hidden": "true" }), line.label, " ", this.#numbers[i]))),
      this.#box);
    this.#plot = new globalThis.uPlot(this.#options(), [[], ...lines.map(() => [])], this.#box);
    this.#resize.observe(this.#box);
    this.#dark.addEventListener("change", this.#redraw);
  }

  /**
   * Shows points.
   * @param {number[]} times Unix seconds, ascending
   * @param {Array<Array<number|null>>} values one array for each line
   */
  show(times, values) {
    const now = times.length === 0 ? Date.now() / 1_000 : times[times.length - 1];
    const data = gapped(times, values);
    this.#times = data[0];
    this.#plot.batch(() => {
      this.#plot.setData(data, false);
      this.#plot.setScale("x", { min: now - SPAN_S, max: now });
    });
    this.#say();
    this.#box.setAttribute("aria-label", this.#summary(values));
  }

  /** Lets go of what it listens to. */
  close() {
    this.#resize.disconnect();
    this.#dark.removeEventListener("change", this.#redraw);
    this.#plot.destroy();
  }

  #options() {
    const axis = { stroke: () => colour("--dim"), grid: { stroke: () => colour("--line"), width: 1 }, ticks: { show: false }, font: "11px system-ui, sans-serif" };
    return {
      width: 320,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      scales: { y: { range: (plot, min, max) => [0, Math.max(1, (max ?? 0) * 1.1)] } },
      axes: [
        { ...axis, space: 60, values: (plot, splits) => splits.map(clock) },
        { ...axis, size: 46, values: (plot, splits) => splits.map(shortened) },
      ],
      series: [{}, ...this.#lines.map((line) => ({
        label: line.label,
        stroke: () => colour(`--${line.colour}`),
        fill: line.fill ? () => colour(`--${line.colour}-fill`) : undefined,
        width: 1.5,
        points: { show: false },
      }))],
      hooks: { setCursor: [() => this.#say()] },
    };
  }

  /** Says the numbers under the cursor, the newest ones while there is none. */
  #say() {
    if (!this.#plot || this.#times.length === 0) {
      return;
    }
    const at = this.#plot.cursor.idx ?? this.#times.length - 1;
    this.#numbers.forEach((number, i) => {
      const value = this.#plot.data[i + 1][at];
      text(number, value === null || value === undefined ? "–" : this.#format(value));
    });
  }

  #summary(values) {
    const words = this.#lines.map((line, i) => {
      const known = values[i].filter((value) => value !== null);
      return known.length === 0
        ? `${line.label}: nothing known`
        : `${line.label}: now ${this.#format(known[known.length - 1])}, at most ${this.#format(known.reduce((most, value) => Math.max(most, value), 0))}`;
    });
    return `${this.#title}, last hour. ${words.join("; ")}.`;
  }
}

/** Returns points with one of nothing in each gap, so that no line is drawn over what nobody saw. */
function gapped(times, values) {
  const data = [[], ...values.map(() => [])];
  times.forEach((time, i) => {
    if (i > 0 && time - times[i - 1] > GAP_S) {
      data[0].push(times[i - 1] + 1);
      data.slice(1).forEach((column) => column.push(null));
    }
    data[0].push(time);
    values.forEach((column, line) => data[line + 1].push(column[i]));
  });
  return data;
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function clock(seconds) {
  const date = new Date(seconds * 1_000);
  return `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
}

function shortened(value) {
  const units = [[1e9, "G"], [1e6, "M"], [1e4, "k"]];
  const unit = units.find(([size]) => value >= size);
  return unit ? `${Math.round((value / (unit[0] === 1e4 ? 1e3 : unit[0])) * 10) / 10}${unit[1]}` : String(Math.round(value * 100) / 100);
}
