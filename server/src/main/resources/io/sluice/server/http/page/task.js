/** The story of a task: what has happened to it, what is to come, and why it waits. */

import { actionButton, confirm } from "./action.js";
import { ask, taskPath } from "./api.js";
import { fill, h, mark, text } from "./dom.js";
import { bytes, count, duration, instant, iso } from "./format.js";

const TICK_MS = 200;
const FINAL = ["completed", "dead", "cancelled", "expired"];
const REASONS = {
  paused: "its queue is paused. It starts when somebody resumes the queue and its turn comes",
  delay: "it is not due yet",
  concurrency: "as many tasks run as its queue allows at once. It starts when one of them ends and its turn comes",
  group: "its group may start no more for now, by the group's limit or because enough of its tasks run",
  "no worker": "nobody has asked for it yet. It starts when workers come and its turn is there",
  ready: "it is next. It starts when a worker asks",
};
const ENDS = { completed: "Completed", dead: "Died: no attempts are left", cancelled: "Cancelled", expired: "Expired: it was not started in time" };

/** Shows a task. */
export function taskView(page, id) {
  const state = h("span", { class: "badge" });
  const why = h("p", { class: "why" });
  const story = h("ol", { class: "story" });
  const facts = h("dl", { class: "facts" });
  const output = h("div");
  const missing = h("p", { class: "empty" }, "Asking the server.");
  const cancel = actionButton(page, "Cancel the task …", async () => {
    if (await confirm("Cancel this task?", `${id} is not started any more. If a worker has it, its answer is refused.`, "Cancel the task")) {
      const { cancelled } = await ask("POST", taskPath(id, "/cancel"));
      page.done(cancelled ? "The task is cancelled." : "The task was final already.");
      await refresh();
    }
  }, "danger");
  const content = h("div", { class: "columns", hidden: true },
    h("section", { class: "sheet", "aria-labelledby": "story" }, h("h2", { id: "story" }, "What happened"), why, story, output),
    h("section", { class: "sheet", "aria-labelledby": "facts" }, h("h2", { id: "facts" }, "Facts"), facts));
  let task = null;
  let busy = false;
  cancel.hidden = true;
  // What is counted down goes on between two answers.
  const ticks = setInterval(() => task && text(why, waits(task, page.live.nowUs())), TICK_MS);
  refresh();
  return {
    title: id,
    node: h("div", {},
      h("div", { class: "head" },
        h("div", {}, h("p", { class: "kind" }, "Task"), h("h1", { class: "id" }, id), state),
        h("div", { class: "actions" }, cancel)),
      missing, content),
    update: refresh,
    close: () => clearInterval(ticks),
  };

  async function refresh() {
    if (busy) {
      return;
    }
    busy = true;
    try {
      show(await ask("GET", taskPath(id)));
    } catch (error) {
      missing.hidden = false;
      text(missing, task && error.code === "NOTASK" ? "The server has forgotten this task. Below is how it stood last." : error.message);
      cancel.hidden = true;
    } finally {
      busy = false;
    }
  }

  function show(now) {
    const changed = JSON.stringify(now) !== JSON.stringify(task);
    task = now;
    missing.hidden = true;
    content.hidden = false;
    cancel.hidden = FINAL.includes(task.state);
    text(why, waits(task, page.live.nowUs()));
    if (changed) {
      text(state, task.state);
      state.className = `badge ${task.state}`;
      fill(story, events(task).map(event));
      fill(facts, factsOf(task).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
      fill(output, outputs(task));
    }
  }
}

/** Says why a task waits and when it may start; nothing of one that does not wait. */
function waits(task, nowUs) {
  if (task.state === "running") {
    const left = task.deadline - nowUs;
    return left > 0 ? `A worker has it, for ${duration(left / 1_000)} more unless it asks for longer.` : "Its deadline has come.";
  }
  if (FINAL.includes(task.state)) {
    return "";
  }
  const limit = task.why?.startsWith("limit ") ? `the limit ${task.why.slice(6)} is used up` : null;
  const reason = limit ?? REASONS[task.why] ?? task.why;
  const words = [`It waits, for ${reason}.`];
  if (task.position !== null) {
    words.push(task.position === 0 ? "It is the next of its queue." : `At most ${count(task.position)} start${task.position === 1 ? "s" : ""} before it.`);
  }
  if (task.state === "delayed" && task.due !== null) {
    words.push(`Due in ${duration(Math.max(0, task.due - nowUs) / 1_000)}.`);
  }
  if (task.eta !== null && task.eta > nowUs) {
    words.push(`It can start in ${duration((task.eta - nowUs) / 1_000)} if a worker is free.`);
  }
  return words.join(" ");
}

/** Returns what has happened and what is to come, in its order. */
function events(task) {
  const list = [{ us: task.submitted, title: "Submitted", words: `${bytes(task.size)} to the queue ${task.queue}` }];
  if (task.due !== null) {
    list.push({ us: task.due, title: "Due", words: "", ahead: true });
  }
  if (task.started !== null) {
    const token = task.token === null ? "" : ` under token ${task.token}`;
    list.push({ us: task.started, title: "Started", words: `attempt ${count(task.attempt)} of ${count(task.attempts)}${token}` });
  }
  if (task.deadline !== null) {
    list.push({ us: task.deadline, title: "Deadline", words: "until then its worker has it", ahead: true });
  }
  if (task.eta !== null && task.state === "queued") {
    list.push({ us: task.eta, title: "Can start", words: "if a worker is free", ahead: true });
  }
  if (task.finished !== null) {
    const took = task.started === null ? "" : `${duration((task.finished - task.started) / 1_000)} after its last start`;
    list.push({ us: task.finished, title: ENDS[task.state], words: took });
  }
  return list.sort((one, other) => one.us - other.us);
}

function event({ us, title, words, ahead }) {
  const element = h("li", {}, h("b", {}, title), " ", h("time", { datetime: iso(us) }, instant(us)), words ? h("span", {}, words) : null);
  mark(element, "ahead", ahead);
  return element;
}

function factsOf(task) {
  return [
    ["Queue", h("a", { href: `#/queue/${encodeURIComponent(task.queue)}` }, task.queue)],
    ["State", task.state],
    ["Position", task.position === null ? "–" : count(task.position)],
    ["Attempt", `${count(task.attempt)} of ${count(task.attempts)}`],
    ["Token", task.token === null ? "–" : String(task.token)],
    ["Priority", `${task.priority} (0 first, 9 last)`],
    ["Group", task.group ?? "none"],
    ["Payload", bytes(task.size)],
  ];
}

function outputs(task) {
  const result = task.result ?? task.resultBase64 ?? null;
  return [
    task.error === null ? null : [h("h3", {}, FINAL.includes(task.state) ? "Error" : "Last error"), h("pre", { tabindex: "0" }, task.error)],
    result === null ? null : [h("h3", {}, task.resultBase64 === undefined ? "Result" : "Result, in Base64"), h("pre", { tabindex: "0" }, result)],
  ].flat();
}
