/** What the server tells each second, and whether it still does. */

import { ask } from "./api.js";

const SILENCE_MS = 5_000;
const AGAIN_MS = [500, 1_000, 2_000, 5_000];
const RATE_SPAN = 6;

/** The connection to the server's events. It opens anew, a little later each time, until it is there again. */
export class Live {
  #onStatus;
  #onConnection;
  #source = null;
  #failures = 0;
  #silence = 0;
  #again = 0;
  #receivedMs = 0;
  #samples = new Map();
  /** The last status, null before the first. */
  status = null;

  /**
   * @param {function(Object)} onStatus called with each status
   * @param {function(string, string)} onConnection called with `live` or `lost`, and why
   */
  constructor(onStatus, onConnection) {
    this.#onStatus = onStatus;
    this.#onConnection = onConnection;
  }

  /** Connects, or connects anew. */
  open() {
    this.#close();
    this.#source = new EventSource("/v1/events");
    this.#source.addEventListener("status", (event) => this.#receive(JSON.parse(event.data)));
    this.#source.addEventListener("error", () => this.#lose());
    this.#listen();
  }

  /** Returns what time it is at the server, Unix microseconds. */
  nowUs() {
    return this.status ? this.status.time + (performance.now() - this.#receivedMs) * 1_000 : Date.now() * 1_000;
  }

  /** Returns how often something of a queue's `totals` happens in a second, over the last few; null if nobody can tell. */
  perSecond(queue, what) {
    const samples = this.#samples.get(queue) ?? [];
    if (samples.length < 2) {
      return null;
    }
    const first = samples[0];
    const last = samples[samples.length - 1];
    return ((last.totals[what] - first.totals[what]) * 1e6) / (last.time - first.time);
  }

  #receive(status) {
    this.#failures = 0;
    this.#receivedMs = performance.now();
    this.status = status;
    this.#sample(status);
    this.#listen();
    this.#onConnection("live", "");
    this.#onStatus(status);
  }

  #sample(status) {
    const before = this.#samples;
    this.#samples = new Map();
    for (const { name, totals } of status.queues) {
      if (totals) {
        const samples = before.get(name) ?? [];
        this.#samples.set(name, [...samples.slice(1 - RATE_SPAN), { time: status.time, totals }]);
      }
    }
  }

  #listen() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lose(), SILENCE_MS);
  }

  #lose() {
    this.#close();
    // The server may come back with its totals at nought.
    this.#samples.clear();
    this.#onConnection("lost", "");
    const wait = AGAIN_MS[Math.min(this.#failures++, AGAIN_MS.length - 1)];
    this.#again = setTimeout(() => this.open(), wait);
    // An event source does not say why it ended, a request does.
    ask("GET", "/v1/server").catch((refused) => {
      if (this.#source?.readyState !== EventSource.OPEN && refused.code !== "UNREACHABLE") {
        this.#onConnection("lost", refused.message);
      }
    });
  }

  #close() {
    clearTimeout(this.#silence);
    clearTimeout(this.#again);
    this.#source?.close();
    this.#source = null;
  }
}
