/** The settings of a queue, to read and to change. */

import { field, onSend } from "./action.js";
import { ask, queuePath } from "./api.js";
import { fill, h } from "./dom.js";
import { count, duration, rate } from "./format.js";

const NUMBERS = { read: (words) => (/^\d+$/.test(words) ? Number(words) : words), show: (value) => String(value), words: count };
const DURATIONS = { read: (words) => words, show: (value) => `${value}ms`.replace(/000ms$/, "s"), words: duration };
const RATES = { list: true, show: (value) => value, words: rate };
const NAMES = { list: true, show: (value) => value, words: (name) => name };

const SETTINGS = [
  { key: "limits", label: "Limits", kind: RATES, none: "none", hint: "Rates such as 250/60s, a comma between two" },
  { key: "uses", label: "Shared limits", kind: NAMES, none: "none", hint: "Their names, a comma between two" },
  { key: "groupLimits", label: "Limits of each group", kind: RATES, none: "none", hint: "Rates, a comma between two" },
  { key: "concurrency", label: "Run at once", kind: NUMBERS, none: "any number" },
  { key: "groupConcurrency", label: "Of a group at once", kind: NUMBERS, none: "any number" },
  { key: "lease", label: "Lease", kind: DURATIONS, hint: "Durations such as 500ms, 30s, 5m, 2h" },
  { key: "attempts", label: "Attempts", kind: NUMBERS },
  { key: "backoff", label: "First backoff", kind: DURATIONS },
  { key: "maxBackoff", label: "Longest backoff", kind: DURATIONS },
  { key: "keep", label: "Final tasks kept for", kind: DURATIONS },
  { key: "maxLength", label: "Wait at most", kind: NUMBERS, none: "any number" },
  { key: "ttl", label: "Expire after", kind: DURATIONS, none: "never" },
];

/** Shows the settings of a queue, with a form behind a button. */
export function settings(page, name) {
  const list = h("dl", { class: "facts" });
  const inputs = new Map(SETTINGS.map((setting) => [setting.key,
    h("input", { id: `set-${setting.key}`, name: setting.key, placeholder: setting.none ?? null, autocomplete: "off", spellcheck: "false" })]));
  const close = h("button", { type: "button", click: () => open(false) }, "Cancel");
  const form = h("form", { class: "stacked", hidden: true },
    SETTINGS.map((setting) => field(setting.label, inputs.get(setting.key), setting.hint)),
    h("div", { class: "actions" }, h("button", { class: "primary" }, "Save"), close));
  const change = h("button", { type: "button", click: () => open(true) }, "Change");
  let queue = null;
  onSend(page, form, async () => {
    const changed = SETTINGS.filter((setting) => inputs.get(setting.key).value.trim() !== shown(setting, queue));
    queue = await ask("PATCH", queuePath(name), Object.fromEntries(changed.map((setting) => [setting.key, read(setting, inputs)])));
    open(false);
    page.done("The settings of ", h("b", {}, name), " are saved.");
  });
  return {
    node: h("section", { class: "sheet", "aria-labelledby": "settings" },
      h("div", { class: "head" }, h("h2", { id: "settings" }, "Settings"), h("div", { class: "actions" }, change)), list, form),
    update,
  };

  function update(now) {
    const same = queue !== null && SETTINGS.every(({ key }) => String(queue[key]) === String(now[key]));
    if (form.hidden) {
      queue = now;
    }
    if (!same || list.childElementCount === 0) {
      fill(list, SETTINGS.map((setting) => h("div", {}, h("dt", {}, setting.label), h("dd", {}, words(setting, now)))));
    }
  }

  function open(on) {
    form.hidden = !on;
    list.hidden = on;
    change.hidden = on;
    if (on) {
      SETTINGS.forEach((setting) => (inputs.get(setting.key).value = shown(setting, queue)));
      inputs.get("limits").focus();
    } else {
      update(queue);
      change.focus();
    }
  }
}

function isNone(setting, value) {
  return value === null || (setting.kind.list && value.length === 0);
}

function words(setting, queue) {
  const value = queue[setting.key];
  if (isNone(setting, value)) {
    return setting.none ?? "–";
  }
  return setting.kind.list ? value.map(setting.kind.words).join(", ") : setting.kind.words(value);
}

/** Returns a setting as it is typed. */
function shown(setting, queue) {
  const value = queue[setting.key];
  if (isNone(setting, value)) {
    return "";
  }
  return setting.kind.list ? value.join(", ") : setting.kind.show(value);
}

/** Returns what was typed as a request says it. */
function read(setting, inputs) {
  const typed = inputs.get(setting.key).value.trim();
  if (setting.kind.list) {
    return typed.split(",").map((part) => part.trim()).filter(Boolean);
  }
  return typed === "" ? null : setting.kind.read(typed);
}
