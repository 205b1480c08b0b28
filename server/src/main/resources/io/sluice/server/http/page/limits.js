/** All limits: the shared ones, to set, hold and delete, and those of queues. */

import { actionButton, confirm, field, onSend } from "./action.js";
import { ask, limitPath } from "./api.js";
import { fill, h, Rows, text } from "./dom.js";
import { allowed, count, duration, next, rate } from "./format.js";
import { gauge } from "./queues.js";

/** Shows all limits. */
export function limitsView(page) {
  const name = h("input", { id: "limit-name", name: "name", required: true, autocomplete: "off", spellcheck: "false", maxlength: "128" });
  const rateInput = h("input", { id: "limit-rate", name: "rate", required: true, placeholder: "250/60s", autocomplete: "off", spellcheck: "false" });
  const guard = h("input", { id: "limit-guard", name: "guard", placeholder: "0", autocomplete: "off", spellcheck: "false" });
  const form = h("form", { class: "inline" },
    field("Name", name),
    field("Rate", rateInput, "Starts and a window"),
    field("Guard", guard, "No more in a window longer by this"),
    h("div", { class: "actions" }, h("button", { class: "primary" }, "Set")));
  onSend(page, form, set);
  const shared = list("Shared", "Shared limits", (limit) => sharedRow(limit), ["Limit", "Starts used", "Next slot", "Guard", "Hold for", ""]);
  const own = list("Of queues", "Limits of queues", (limit) => ownRow(limit), ["Queue", "Starts used", "Next slot"]);
  return {
    title: "Limits",
    node: h("div", {}, h("h1", {}, "Limits"),
      h("section", { class: "sheet", "aria-labelledby": "set" }, h("h2", { id: "set" }, "Set a shared limit"), form),
      shared.node, own.node),
    update,
  };

  function update({ limits }) {
    shared.show(limits.filter((limit) => limit.shared), "No shared limit.");
    own.show(limits.filter((limit) => !limit.shared), "No queue has a limit of its own.");
  }

  async function set(data) {
    const body = { rate: data.get("rate").trim() };
    if (data.get("guard").trim()) {
      body.guard = data.get("guard").trim();
    }
    await ask("PUT", limitPath(data.get("name").trim()), body);
    page.done("The limit ", h("b", {}, data.get("name").trim()), ` is ${rate(body.rate)}.`);
    form.reset();
  }

  function sharedRow(limit) {
    const row = usage(limit, limit.name);
    const guardCell = h("td", { class: "number", "data-label": "Guard" });
    const hold = h("input", { class: "short", "aria-label": `Hold ${limit.name} for`, placeholder: "30s", required: true, autocomplete: "off" });
    const holdForm = h("form", { class: "tight" }, hold, h("button", {}, "Hold"));
    onSend(page, holdForm, async () => {
      await ask("POST", limitPath(limit.name, "/hold"), { duration: hold.value.trim() });
      page.done("Nothing starts under ", h("b", {}, limit.name), ` for ${hold.value.trim()}.`);
      hold.value = "";
    });
    const change = h("button", { type: "button", "aria-label": `Change ${limit.name}` }, "Change");
    change.addEventListener("click", () => {
      name.value = limit.name;
      rateInput.value = row.now().rates[0];
      guard.value = row.now().guard === 0 ? "" : `${row.now().guard}ms`;
      rateInput.focus();
    });
    const remove = actionButton(page, "Delete …", async () => {
      if (await confirm("Delete this limit?", `The queues that use ${limit.name} are no longer held back by it.`, "Delete the limit")) {
        await ask("DELETE", limitPath(limit.name));
        page.done("The limit ", h("b", {}, limit.name), " is deleted.");
      }
    }, "danger");
    remove.setAttribute("aria-label", `Delete ${limit.name}`);
    row.element.append(guardCell, h("td", {}, holdForm), h("td", { class: "actions" }, change, remove));
    return { element: row.element, update: (now) => {
      row.update(now);
      text(guardCell, now.guard === 0 ? "–" : duration(now.guard));
    } };
  }

  function ownRow(limit) {
    return usage(limit, h("a", { href: `#/queue/${encodeURIComponent(limit.name)}` }, limit.name));
  }
}

function list(title, caption, make, columns) {
  const body = h("tbody");
  const rows = new Rows(body, make);
  const table = h("table", { class: "limits" }, h("caption", { class: "hidden" }, caption),
    h("thead", {}, h("tr", {}, columns.map((label) => (label
      ? h("th", { scope: "col", class: ["Next slot", "Guard"].includes(label) ? "number" : null }, label)
      : h("th", { scope: "col" }, h("span", { class: "hidden" }, "Actions")))))),
    body);
  const empty = h("p", { class: "empty", hidden: true });
  const id = `list-${title.replace(" ", "-").toLowerCase()}`;
  return {
    node: h("section", { class: "sheet", "aria-labelledby": id }, h("h2", { id }, title), table, empty),
    show: (limits, none) => {
      rows.show(limits, (limit) => limit.name);
      table.hidden = limits.length === 0;
      empty.hidden = limits.length > 0;
      text(empty, none);
    },
  };
}

/** Makes the cells that every limit has: its name, each rate with how much is used, the next slot. */
function usage(limit, name) {
  const uses = h("td", { class: "use" });
  const slot = h("td", { class: "number", "data-label": "Next slot" });
  let last = limit;
  return {
    element: h("tr", {}, h("th", { scope: "row" }, name), uses, slot),
    now: () => last,
    update: (now) => {
      last = now;
      fill(uses, now.rates.map((words, i) => used(words, now.used[i])));
      text(slot, next(now.next));
    },
  };
}

function used(words, number) {
  const level = gauge();
  level.show(number / allowed(words));
  return h("div", {}, level.element, h("span", {}, `${count(number)} of ${rate(words)}`));
}
