/** A task by hand. What was typed is kept while other views are shown. */

import { field, onSend } from "./action.js";
import { ask, queuePath } from "./api.js";
import { h } from "./dom.js";

const TEXTS = ["id", "group", "delay", "lease", "ttl", "keep"];
const NUMBERS = ["priority", "attempts"];

let kept = null;

/** Shows the form. */
export function submitView(page, queue) {
  kept ??= makeForm();
  if (queue) {
    kept.form.elements.queue.value = queue;
  }
  kept.page = page;
  return {
    title: "Submit a task",
    node: h("div", {}, h("h1", {}, "Submit a task"), h("section", { class: "sheet narrow" }, kept.form)),
    update: (status) => kept.offer(status.queues.map((one) => one.name)),
  };
}

function makeForm() {
  const names = h("datalist", { id: "queue-names" });
  const form = h("form", { class: "stacked" },
    field("Queue", input("queue", { required: true, list: "queue-names" }), "One that does not exist is made"), names,
    field("Payload", h("textarea", { id: "submit-payload", name: "payload", rows: "6", spellcheck: "false" })),
    field("The payload is", h("select", { id: "submit-as", name: "as" },
      h("option", { value: "payload" }, "text, as UTF-8"), h("option", { value: "payloadBase64" }, "bytes, in Base64"))),
    h("details", {}, h("summary", {}, "More: id, priority, delay, group …"),
      h("div", { class: "grid" },
        field("Id", input("id"), "The server makes one if you do not"),
        field("Priority", input("priority", { placeholder: "5" }), "0 starts first, 9 last"),
        field("Group", input("group")),
        field("Delay", input("delay"), "Durations such as 500ms, 30s, 5m, 2h"),
        field("Attempts", input("attempts")),
        field("Lease", input("lease")),
        field("Expires after", input("ttl")),
        field("Kept, once final, for", input("keep")),
        h("div", { class: "field check" }, h("input", { type: "checkbox", id: "submit-nx", name: "nx" }), h("label", { for: "submit-nx" }, "Refuse it if the id is known")))),
    h("div", { class: "actions" }, h("button", { class: "primary" }, "Submit")));
  const result = { form, page: null, offer: (queues) => offer(names, queues) };
  const page = { failed: (error) => result.page.failed(error) };
  let key = newKey();
  form.addEventListener("input", () => (key = newKey()));
  onSend(page, form, async (data) => {
    // Where the answer got lost, the same form sent again is the same task.
    const { id } = await ask("POST", queuePath(data.get("queue").trim(), "/tasks"), task(data), { "Idempotency-Key": key });
    key = newKey();
    form.elements.payload.value = "";
    form.elements.id.value = "";
    result.page.done("Submitted: ", h("a", { class: "id", href: `#/task/${encodeURIComponent(id)}` }, id));
  });
  return result;
}

/** Returns the body of the request: what was left empty is left to the queue. */
function task(data) {
  const body = { [data.get("as")]: data.get("payload") };
  TEXTS.filter((key) => data.get(key).trim()).forEach((key) => (body[key] = data.get(key).trim()));
  NUMBERS.filter((key) => data.get(key).trim()).forEach((key) => (body[key] = numeral(data.get(key).trim())));
  if (data.has("nx")) {
    body.nx = true;
  }
  return body;
}

/** Returns a number; a text that is none is left for the server to say what it expected. */
function numeral(words) {
  return /^\d+$/.test(words) ? Number(words) : words;
}

function input(name, more = {}) {
  return h("input", { id: `submit-${name}`, name, autocomplete: "off", spellcheck: "false", ...more });
}

function offer(list, queues) {
  if (list.childElementCount !== queues.length) {
    list.replaceChildren(...queues.map((name) => h("option", { value: name })));
  }
}

function newKey() {
  return `page-${[...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
