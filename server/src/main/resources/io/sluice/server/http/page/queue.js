/** One queue: how it goes, what bounds it, who is next, what died. */

import { actionButton } from "./action.js";
import { ask, queuePath } from "./api.js";
import { fill, h, mark, text } from "./dom.js";
import { allowed, count, duration, next, perSecond, rate } from "./format.js";
import { History } from "./history.js";
import { gauge, limitsOver, tile } from "./queues.js";
import { settings } from "./settings.js";
import { TaskList } from "./tasks.js";

const STATES = ["queued", "running", "delayed", "dead", "completed"];
const FLOWS = [["started", "started"], ["completed", "completed"], ["failed", "failed"]];

/** Shows a queue. */
export function queueView(page, name) {
  const places = new Map();
  const state = h("span", { class: "badge warn", hidden: true }, "paused");
  const pause = actionButton(page, "Pause", () => change("/pause", "paused: it takes tasks and starts none"));
  const resume = actionButton(page, "Resume", () => change("/resume", "resumed"), "primary");
  const history = new History(name);
  const trouble = h("p", { class: "empty", hidden: true });
  const limits = h("tbody");
  const bounds = h("p", { class: "note" });
  const tasks = new TaskList(page, name);
  const form = settings(page, name);
  const content = h("div", { class: "columns" },
    h("div", {},
      h("section", { class: "sheet", "aria-labelledby": "charts" }, h("h2", { id: "charts" }, "Last hour"), trouble, h("div", { class: "charts" }, history.nodes)),
      tasks.node),
    h("div", {},
      h("section", { class: "sheet", "aria-labelledby": "limits" },
        h("h2", { id: "limits" }, "Limits"),
        h("table", { class: "bounds" }, h("caption", { class: "hidden" }, "Limits that its starts count under"),
          h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Limit"), h("th", { scope: "col" }, "Starts used"),
            h("th", { scope: "col", class: "number" }, "Next slot"))),
          limits),
        bounds),
      form.node));
  const missing = h("p", { class: "empty", hidden: true }, "There is no such queue yet. The first submit to it makes it.");
  let asked = false;
  return {
    title: name,
    node: h("div", {},
      h("div", { class: "head" },
        h("div", {}, h("p", { class: "kind" }, "Queue"), h("h1", {}, name), state),
        h("div", { class: "actions" }, pause, resume, h("a", { class: "button", href: `#/submit/${encodeURIComponent(name)}` }, "Submit a task"))),
      h("dl", { class: "tiles" }, STATES.map((key) => tile(places, key, key === "completed" ? "completed, kept" : key, key)),
        FLOWS.map(([key, label]) => tile(places, `${key}PerSecond`, `${label} per s`, key)),
        tile(places, "next", "next start", ""), tile(places, "oldest", "oldest waits", "")),
      missing, content),
    update,
    again: load,
    close: () => history.close(),
  };

  function load() {
    asked = true;
    history.load().then(() => (trouble.hidden = true), (error) => {
      trouble.hidden = false;
      text(trouble, `What was before cannot be shown. ${error.message}`);
    });
  }

  async function change(path, words) {
    show(await ask("POST", queuePath(name, path)));
    page.done(h("b", {}, name), ` is ${words}.`);
    // The button that was pressed is hidden now.
    (pause.hidden ? resume : pause).focus();
  }

  function update(status) {
    const queue = status.queues.find((one) => one.name === name);
    missing.hidden = Boolean(queue);
    content.hidden = !queue;
    if (queue) {
      show(queue);
      FLOWS.forEach(([key]) => text(places.get(`${key}PerSecond`), perSecond(page.live.perSecond(name, key))));
      if (!asked) {
        load();
      }
      history.add(status, queue);
      fill(limits, limitRows(queue, status.limits));
      tasks.update(queue);
      form.update(queue);
    }
  }

  function show(queue) {
    STATES.forEach((key) => text(places.get(key), count(queue[key])));
    mark(places.get("dead"), "bad", queue.dead > 0);
    text(places.get("next"), queue.paused ? "paused" : next(queue.next));
    text(places.get("oldest"), duration(queue.oldest));
    state.hidden = !queue.paused;
    pause.hidden = queue.paused;
    resume.hidden = !queue.paused;
    text(bounds, boundsOf(queue));
  }
}

function limitRows(queue, limits) {
  const rows = limitsOver(queue, limits).flatMap((limit) => limit.rates.map((words, i) => limitRow(limit, words, limit.used[i])));
  const none = queue.limits.length > 0
    ? "A shared limit has this queue's name, so how its own limits stand is not told."
    : "No limit: tasks start as fast as workers take them.";
  return rows.length > 0 ? rows : h("tr", {}, h("td", { colspan: "3", class: "none" }, none));
}

function limitRow(limit, words, used) {
  const level = gauge();
  level.show(used / allowed(words));
  return h("tr", {},
    h("th", { scope: "row" }, limit.shared ? h("a", { href: "#/limits" }, limit.name) : "its own"),
    h("td", { class: "use" }, level.element, h("span", {}, `${count(used)} of ${rate(words)}`)),
    h("td", { class: "number" }, next(limit.next)));
}

function boundsOf(queue) {
  const words = [];
  if (queue.concurrency !== null) {
    words.push(`${count(queue.running)} of at most ${count(queue.concurrency)} run at once.`);
  }
  if (queue.groupLimits.length > 0) {
    words.push(`Each group: ${queue.groupLimits.map(rate).join(", ")}.`);
  }
  if (queue.groupConcurrency !== null) {
    words.push(`Of each group at most ${count(queue.groupConcurrency)} run at once.`);
  }
  if (queue.maxLength !== null) {
    words.push(`${count(queue.queued + queue.delayed)} of at most ${count(queue.maxLength)} wait.`);
  }
  return words.join(" ");
}
