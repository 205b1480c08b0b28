/** All queues: how deep they are, how fast they go and how much of their limits is used. */

import { h, mark, Rows, text } from "./dom.js";
import { allowed, count, duration, next, perSecond, rate } from "./format.js";

const COLUMNS = [
  { key: "name", label: "Queue", value: (queue) => queue.name },
  { key: "queued", label: "Queued", number: true, value: (queue) => queue.queued },
  { key: "running", label: "Running", number: true, value: (queue) => queue.running },
  { key: "delayed", label: "Delayed", number: true, wide: true, value: (queue) => queue.delayed },
  { key: "dead", label: "Dead", number: true, value: (queue) => queue.dead },
  { key: "started", label: "Started", unit: "per s", number: true, wide: true, value: (queue) => queue.rates.started },
  { key: "completed", label: "Completed", unit: "per s", number: true, wide: true, value: (queue) => queue.rates.completed },
  { key: "failed", label: "Failed", unit: "per s", number: true, wide: true, value: (queue) => queue.rates.failed },
  { key: "use", label: "Limit used", value: (queue) => queue.use?.part ?? -1 },
  { key: "next", label: "Next start", number: true, wide: true, value: (queue) => queue.next },
  { key: "oldest", label: "Oldest waits", number: true, wide: true, value: (queue) => queue.oldest ?? -1 },
];
const TOTALS = [
  ["queued", "queued"], ["running", "running"], ["delayed", "delayed"], ["dead", "dead"],
];
const RATES = ["submitted", "started", "completed", "failed"];

/** What the reader chose, kept while other views are shown. */
const chosen = { filter: "", column: COLUMNS[0], descending: false };

/** Shows all queues. */
export function queuesView(page) {
  const sums = new Map();
  const filter = h("input", { id: "filter", type: "search", placeholder: "Part of a name", autocomplete: "off", spellcheck: "false" });
  filter.value = chosen.filter;
  const shown = h("p", { class: "shown", role: "status" });
  const body = h("tbody");
  const rows = new Rows(body, queueRow);
  const heads = COLUMNS.map((column) => head(column, () => choose(column)));
  const table = h("table", { class: "queues" },
    h("caption", { class: "hidden" }, "Queues"),
    h("thead", {}, h("tr", {}, heads)), body);
  const empty = h("p", { class: "empty" }, "Waiting for the server.");
  filter.addEventListener("input", () => {
    chosen.filter = filter.value;
    update(page.live.status);
  });
  return {
    title: "Queues",
    node: h("div", {},
      h("h1", {}, "Queues"),
      h("dl", { class: "tiles" }, TOTALS.map(([key, label]) => tile(sums, key, label, key)),
        RATES.map((key) => tile(sums, `${key}PerSecond`, `${key} per s`, key))),
      h("div", { class: "bar" },
        h("label", { for: "filter" }, "Filter"), filter, shown),
      h("div", { class: "sheet" }, table, empty)),
    update,
  };

  function choose(column) {
    chosen.descending = chosen.column === column ? !chosen.descending : column.number === true || column.key === "use";
    chosen.column = column;
    update(page.live.status);
  }

  function update(status) {
    if (!status) {
      return;
    }
    const queues = status.queues.map((queue) => told(queue, status.limits, page.live));
    for (const [key] of TOTALS) {
      text(sums.get(key), count(queues.reduce((sum, queue) => sum + queue[key], 0)));
    }
    for (const key of RATES) {
      const known = queues.map((queue) => queue.rates[key]).filter((value) => value !== null);
      text(sums.get(`${key}PerSecond`), perSecond(known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)));
    }
    const words = chosen.filter.trim().toLowerCase();
    const matching = queues.filter((queue) => queue.name.toLowerCase().includes(words)).sort(order);
    heads.forEach((cell, i) => sorted(cell, COLUMNS[i]));
    rows.show(matching, (queue) => queue.name);
    table.hidden = matching.length === 0;
    empty.hidden = matching.length > 0;
    text(empty, queues.length === 0 ? "No queue yet. The first submit to a queue makes it." : "No queue has this in its name.");
    text(shown, matching.length === queues.length ? `${count(queues.length)} queues` : `${count(matching.length)} of ${count(queues.length)} queues`);
  }
}

/** Returns those limits that a queue stands under. */
export function limitsOver(queue, limits) {
  return limits.filter((limit) => (limit.shared ? queue.uses.includes(limit.name) : limit.name === queue.name));
}

/**
 * Returns how much is used of the fullest of the limits that a queue stands under, shared ones included.
 * @returns {{name: string, rate: string, used: number, part: number, next: number}|null} null if it has none
 */
export function fullest(queue, limits) {
  const over = limitsOver(queue, limits);
  const rates = over.flatMap((limit) => limit.rates.map((words, i) => (
    { name: limit.name, rate: words, used: limit.used[i], part: limit.used[i] / allowed(words), next: limit.next })));
  return rates.sort((one, other) => other.part - one.part)[0] ?? null;
}

/** Makes a bar that shows which part of something is used. The number must stand beside it. */
export function gauge() {
  const level = h("span");
  return {
    element: h("span", { class: "gauge", "aria-hidden": "true" }, level),
    show: (part) => {
      level.style.width = `${Math.min(100, part * 100)}%`;
      mark(level, "full", part >= 1);
    },
  };
}

/** Makes one number with its name. */
export function tile(places, key, label, kind) {
  const number = h("dd", {}, "–");
  places.set(key, number);
  return h("div", { class: `tile ${kind}` }, h("dt", {}, label), number);
}

function told(queue, limits, live) {
  const rates = Object.fromEntries(RATES.map((key) => [key, live.perSecond(queue.name, key)]));
  return { ...queue, rates, use: fullest(queue, limits) };
}

function order(one, other) {
  const a = chosen.column.value(one);
  const b = chosen.column.value(other);
  const by = typeof a === "string" ? a.localeCompare(b, "en", { numeric: true }) : (a ?? -1) - (b ?? -1);
  return (chosen.descending ? -by : by) || one.name.localeCompare(other.name, "en", { numeric: true });
}

function head(column, act) {
  const label = column.unit ? [column.label, " ", h("small", {}, column.unit)] : [column.label];
  const classes = [column.number ? "number" : "", column.wide ? "wide" : ""].join(" ").trim();
  return h("th", { scope: "col", class: classes || null }, h("button", { type: "button", class: "sort", click: act }, label));
}

function sorted(cell, column) {
  if (column === chosen.column) {
    cell.setAttribute("aria-sort", chosen.descending ? "descending" : "ascending");
  } else {
    cell.removeAttribute("aria-sort");
  }
}

function queueRow(queue) {
  const paused = h("span", { class: "badge warn", hidden: true }, "paused");
  const numbers = new Map();
  const level = gauge();
  const used = h("span");
  const cells = COLUMNS.slice(1).map((column) => {
    if (column.key === "use") {
      return h("td", { class: "use" }, level.element, used);
    }
    const cell = h("td", { class: `number${column.wide ? " wide" : ""}` });
    numbers.set(column.key, cell);
    return cell;
  });
  const element = h("tr", {},
    h("th", { scope: "row" }, h("a", { href: `#/queue/${encodeURIComponent(queue.name)}` }, queue.name), " ", paused), cells);
  return { element, update: (now) => updateRow(now, numbers, paused, level, used) };
}

function updateRow(queue, numbers, paused, level, used) {
  paused.hidden = !queue.paused;
  for (const key of ["queued", "running", "delayed", "dead"]) {
    text(numbers.get(key), count(queue[key]));
    mark(numbers.get(key), "none", queue[key] === 0);
  }
  mark(numbers.get("dead"), "bad", queue.dead > 0);
  for (const key of ["started", "completed", "failed"]) {
    text(numbers.get(key), perSecond(queue.rates[key]));
    mark(numbers.get(key), "none", !queue.rates[key]);
  }
  text(numbers.get("next"), queue.paused ? "–" : next(queue.next));
  text(numbers.get("oldest"), duration(queue.oldest));
  mark(numbers.get("oldest"), "none", queue.oldest === null);
  level.element.hidden = !queue.use;
  if (queue.use) {
    level.show(queue.use.part);
  }
  text(used, queue.use ? `${count(queue.use.used)} of ${rate(queue.use.rate)}` : "no limit");
  mark(used, "none", !queue.use);
}
