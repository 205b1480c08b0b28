/** The page: which view is shown, what the views share, and whether the server is there. */

import { fill, h, mark, text } from "./dom.js";
import { instant } from "./format.js";
import { limitsView } from "./limits.js";
import { Live } from "./live.js";
import { queueView } from "./queue.js";
import { queuesView } from "./queues.js";
import { serverView } from "./server.js";
import { submitView } from "./submit.js";
import { taskView } from "./task.js";

const VIEWS = { "": queuesView, queue: queueView, task: taskView, limits: limitsView, server: serverView, submit: submitView };

const main = document.getElementById("main");
const done = document.getElementById("done");
const failed = document.getElementById("failed");
const live = new Live(show, connected);
const page = {
  live,
  /** Says that something was done; the words may hold nodes. */
  done: (...words) => say(done, words),
  /** Says that something was not done. */
  failed: (error) => say(failed, [error.message]),
};
let view = null;
let lostSince = null;

window.addEventListener("hashchange", () => go(true));
window.addEventListener("online", () => live.open());
document.getElementById("lost-again").addEventListener("click", () => live.open());
document.getElementById("skip").addEventListener("click", skip);
document.getElementById("find").addEventListener("submit", find);
go(false);
live.open();

/** Shows the view that the address names. */
function go(moveFocus) {
  const [kind, name] = route(location.hash);
  view?.close?.();
  fill(done);
  fill(failed);
  view = (VIEWS[kind] ?? queuesView)(page, name);
  fill(document.getElementById("view"), view.node);
  document.title = `${view.title} · Sluice`;
  for (const link of document.querySelectorAll("nav a")) {
    link.toggleAttribute("aria-current", link.hash === location.hash || (link.hash === "#/" && kind === ""));
    if (link.hasAttribute("aria-current")) {
      link.setAttribute("aria-current", "page");
    }
  }
  if (live.status) {
    view.update?.(live.status);
  }
  if (moveFocus) {
    const heading = view.node.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus();
    window.scrollTo(0, 0);
  }
}

/** Returns the kind of view that an address names, and of what. */
function route(hash) {
  const [kind, ...rest] = hash.replace(/^#\/?/, "").split("/");
  try {
    return [kind, decodeURIComponent(rest.join("/"))];
  } catch {
    return ["", ""];
  }
}

function show(status) {
  view.update?.(status);
}

function connected(state, why) {
  const connection = document.getElementById("connection");
  const lost = state === "lost";
  if (!lost) {
    lostSince = null;
  } else if (lostSince === null) {
    lostSince = Date.now() * 1_000;
  }
  text(connection, lost ? "Connection lost" : "Live");
  mark(connection, "is-lost", lost);
  mark(connection, "is-live", !lost);
  mark(document.body, "stale", lost);
  document.getElementById("lost").hidden = !lost;
  if (lost) {
    const since = `Connection lost at ${instant(lostSince).slice(0, -4)}.`;
    text(document.getElementById("lost-words"), `${since} ${why || "The numbers are those of then; trying again."}`);
  }
}

function say(where, words) {
  fill(done);
  fill(failed);
  fill(where, h("p", {}, ...words));
  where.scrollIntoView({ block: "nearest" });
}

/** The address says which view is shown, so the skip link must leave it alone. */
function skip(event) {
  event.preventDefault();
  main.focus();
}

function find(event) {
  event.preventDefault();
  const id = new FormData(event.target).get("id").trim();
  if (id) {
    location.hash = `#/task/${encodeURIComponent(id)}`;
  }
}
