/** The tasks that stand first in a queue, of one state at a time, and what can be done with all of a state. */

import { actionButton, confirm } from "./action.js";
import { ask, queuePath, taskPath } from "./api.js";
import { fill, h, text } from "./dom.js";
import { count, duration, instant } from "./format.js";

const SHOWN = 15;
/** Details are asked for anew after so many updates. */
const FRESH = 5;
const STATES = ["queued", "running", "delayed", "dead", "completed", "cancelled", "expired"];
const TITLES = { queued: "who is next", running: "by deadline", delayed: "by due time", dead: "oldest first" };
const COLUMNS = {
  queued: [["Group", (task) => task.group ?? "–"], ["Priority", (task) => task.priority, "number"], ["Waits for", (task, now) => duration((now - task.submitted) / 1_000), "number"]],
  running: [["Attempt", (task) => attempts(task), "number"], ["Runs for", (task, now) => duration((now - task.started) / 1_000), "number"], ["Deadline", (task) => instant(task.deadline), "number"]],
  delayed: [["Attempt", (task) => attempts(task), "number"], ["Due", (task) => instant(task.due), "number"], ["Last error", (task) => task.error ?? "–", "error"]],
  dead: [["Attempt", (task) => attempts(task), "number"], ["Died", (task) => instant(task.finished), "number"], ["Error", (task) => task.error ?? "–", "error"]],
};
const FINAL = [["Attempt", (task) => attempts(task), "number"], ["Finished", (task) => instant(task.finished), "number"]];

/** A list of tasks with a choice of the state. */
export class TaskList {
  #page;
  #name;
  #state = "queued";
  #queue = null;
  #busy = false;
  #age = 0;
  #known = new Map();
  #choices;
  #heading = h("h2", { id: "tasks" });
  #caption = h("caption", { class: "hidden" });
  #head = h("tr");
  #body = h("tbody");
  #more = h("p", { class: "note" });
  #retry;
  #purge;

  constructor(page, name) {
    this.#page = page;
    this.#name = name;
    this.#choices = new Map(STATES.map((state) => [state, this.#choice(state)]));
    this.#retry = actionButton(page, "Retry all", () => this.#retryAll(), "primary");
    this.#purge = actionButton(page, "Purge …", () => this.#purgeAll(), "danger");
    this.node = h("section", { class: "sheet", "aria-labelledby": "tasks" },
      h("div", { class: "head" }, this.#heading, h("div", { class: "actions" }, this.#retry, this.#purge)),
      h("div", { class: "choices", role: "group", "aria-label": "State" }, [...this.#choices.values()].map((choice) => choice.button)),
      h("table", { class: "tasks" }, this.#caption, h("thead", {}, this.#head), this.#body),
      this.#more);
    this.#choose("queued");
  }

  /** Shows how things stand now. */
  update(queue) {
    this.#queue = queue;
    for (const [state, choice] of this.#choices) {
      text(choice.number, state in queue && state !== "cancelled" && state !== "expired" ? count(queue[state]) : "");
    }
    this.#refresh();
  }

  #choice(state) {
    const number = h("b");
    const button = h("button", { type: "button", class: state, click: () => this.#choose(state) }, state, " ", number);
    return { button, number };
  }

  #choose(state) {
    this.#state = state;
    this.#known.clear();
    for (const [other, { button }] of this.#choices) {
      button.setAttribute("aria-pressed", String(other === state));
    }
    const title = TITLES[state] ? `Tasks ${state}, ${TITLES[state]}` : `Tasks ${state}`;
    text(this.#heading, title);
    text(this.#caption, title);
    fill(this.#head, h("th", { scope: "col" }, "Task"),
      this.#columns().map(([label, , kind]) => h("th", { scope: "col", class: kind ?? null }, label)));
    this.#retry.hidden = state !== "dead";
    this.#purge.hidden = state === "running";
    fill(this.#body);
    this.#refresh();
  }

  #columns() {
    return COLUMNS[this.#state] ?? FINAL;
  }

  async #refresh() {
    if (this.#busy || this.#queue === null) {
      return;
    }
    this.#busy = true;
    const state = this.#state;
    try {
      if (this.#age++ % FRESH === 0) {
        this.#known.clear();
      }
      const { ids } = await ask("GET", queuePath(this.#name, `/tasks?state=${state}&count=${SHOWN + 1}`));
      const tasks = await Promise.all(ids.slice(0, SHOWN).map((id) => this.#task(id)));
      if (state === this.#state) {
        this.#show(tasks.filter((task) => task?.state === state), ids.length > SHOWN);
      }
    } catch (error) {
      text(this.#more, error.message);
    } finally {
      this.#busy = false;
    }
    if (state !== this.#state) {
      this.#refresh();
    }
  }

  /** Returns a task; null if it is gone since its id was told. */
  async #task(id) {
    if (!this.#known.has(id)) {
      this.#known.set(id, await ask("GET", taskPath(id)).catch(() => null));
    }
    return this.#known.get(id);
  }

  #show(tasks, more) {
    const now = this.#page.live.nowUs();
    const focused = document.activeElement?.closest?.("[data-task]")?.dataset.task;
    fill(this.#body, tasks.map((task) => this.#row(task, now)));
    if (tasks.length === 0) {
      fill(this.#body, h("tr", {}, h("td", { class: "none", colspan: String(1 + this.#columns().length) }, `No task is ${this.#state}.`)));
    }
    text(this.#more, more ? `The first ${SHOWN} are shown.` : "");
    const again = focused === undefined ? null : [...this.#body.rows].find((row) => row.dataset.task === focused);
    again?.querySelector("a").focus({ preventScroll: true });
  }

  #row(task, now) {
    return h("tr", { "data-task": task.id },
      h("th", { scope: "row" }, h("a", { class: "id", href: `#/task/${encodeURIComponent(task.id)}` }, task.id)),
      this.#columns().map(([, value, kind]) => h("td", { class: kind ?? null }, value(task, now))));
  }

  async #retryAll() {
    const { retried } = await ask("POST", queuePath(this.#name, "/retry"), {});
    this.#page.done(`${tasksOf(retried)} of `, h("b", {}, this.#name), retried === 1 ? " is queued again." : " are queued again.");
    this.#refresh();
  }

  async #purgeAll() {
    const state = this.#state;
    const sure = await confirm(`Purge what is ${state}?`,
      `All tasks of ${this.#name} that are ${state} are removed, and their ids forgotten.`, "Yes, purge …")
      && await confirm("Really purge?", `What is ${state} in ${this.#name} cannot be brought back.`, `Purge all that is ${state}`);
    if (sure) {
      const { purged } = await ask("POST", queuePath(this.#name, "/purge"), { state });
      this.#page.done(`${tasksOf(purged)} that ${purged === 1 ? "was" : "were"} ${state} in `, h("b", {}, this.#name), purged === 1 ? " is gone." : " are gone.");
      this.#refresh();
    }
  }
}

function attempts(task) {
  return `${count(task.attempt)} of ${count(task.attempts)}`;
}

function tasksOf(number) {
  return number === 1 ? "1 task" : `${count(number)} tasks`;
}
