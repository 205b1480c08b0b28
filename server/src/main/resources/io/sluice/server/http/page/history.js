/** The last hour of a queue, as the server remembers it, and on from there as it goes by. */

import { ask, queuePath } from "./api.js";
import { Chart } from "./chart.js";
import { count, perSecond } from "./format.js";

const STEP_US = 5_000_000;
const SPAN_US = 3_600_000_000;
const DEPTHS = ["queued", "delayed", "running"];
const FLOWS = ["submitted", "started", "completed", "failed"];

/** The charts of a queue. */
export class History {
  #name;
  #times = [];
  #columns = Object.fromEntries([...DEPTHS, ...FLOWS].map((key) => [key, []]));
  #last = null;
  #depths = new Chart("Tasks", [
    { label: "queued", colour: "queued", fill: true },
    { label: "delayed", colour: "delayed" },
    { label: "running", colour: "running" },
  ], count);
  #flows = new Chart("Per second", [
    { label: "submitted", colour: "submitted" },
    { label: "started", colour: "started" },
    { label: "completed", colour: "completed" },
    { label: "failed", colour: "failed" },
  ], perSecond);

  constructor(name) {
    this.#name = name;
    this.nodes = [this.#depths.node, this.#flows.node];
  }

  /** Fetches what the server remembers. */
  async load() {
    const history = await ask("GET", queuePath(this.#name, "/history"));
    this.#times = history.times;
    for (const key of DEPTHS) {
      this.#columns[key] = history.columns[key];
    }
    for (const key of FLOWS) {
      this.#columns[key] = history.columns[key].map((value, i) => perSecondSince(value, this.#times, i));
    }
    this.#last = null;
    this.#show();
  }

  /** Adds a point, if it is time for one. */
  add(status, queue) {
    const last = this.#last;
    if (last !== null && status.time - last.time < STEP_US) {
      return;
    }
    this.#last = { time: status.time, totals: queue.totals };
    if (last !== null) {
      this.#times.push(status.time);
      DEPTHS.forEach((key) => this.#columns[key].push(queue[key]));
      FLOWS.forEach((key) => this.#columns[key].push(flow(key, last, this.#last)));
      this.#trim(status.time - SPAN_US);
      this.#show();
    }
  }

  close() {
    this.#depths.close();
    this.#flows.close();
  }

  #trim(since) {
    const old = this.#times.findIndex((time) => time >= since);
    [this.#times, ...Object.values(this.#columns)].forEach((column) => column.splice(0, old));
  }

  #show() {
    const seconds = this.#times.map((time) => time / 1e6);
    this.#depths.show(seconds, DEPTHS.map((key) => this.#columns[key]));
    this.#flows.show(seconds, FLOWS.map((key) => this.#columns[key]));
  }
}

function perSecondSince(value, times, i) {
  return i === 0 || value === null ? null : (value * 1e6) / (times[i] - times[i - 1]);
}

function flow(key, before, now) {
  const known = before.totals && now.totals && now.totals[key] >= before.totals[key];
  return known ? ((now.totals[key] - before.totals[key]) * 1e6) / (now.time - before.time) : null;
}
