/** What the server is, and how it is. */

import { h, text } from "./dom.js";
import { bytes, count, duration } from "./format.js";

const FACTS = [
  ["Version", (server) => server.version],
  ["Commit", (server) => server.commit || "–"],
  ["Java", (server) => server.java],
  ["Up for", (server) => duration(server.uptime)],
  ["Durability", (server) => server.durability],
  ["Journal", (server) => bytes(server.journalBytes)],
  ["Generation of the journal", (server) => count(server.generation)],
  ["Tasks", (server) => count(server.tasks)],
  ["Queues", (server) => count(server.queues)],
  ["Shared limits", (server) => count(server.limits)],
  ["Memory of tasks", (server) => `${bytes(server.taskBytes)} of at most ${bytes(server.maxMemory)}`],
  ["Tasks found at the start", (server) => `${count(server.recoveredTasks)} in ${duration(server.recoveryMs)}`],
  ["Connections", (server) => count(server.connections)],
];
const DURABILITIES = {
  fsync: "An answer leaves when what it reports is on disk.",
  async: "An answer outlives the process at once, and a power cut a moment later.",
  none: "There is no journal: everything is gone when the process ends.",
};

/** Shows the server. */
export function serverView() {
  const values = FACTS.map(() => h("dd", {}, "–"));
  const note = h("p", { class: "note" });
  return {
    title: "Server",
    node: h("div", {}, h("h1", {}, "Server"),
      h("section", { class: "sheet narrow", "aria-label": "Facts" },
        h("dl", { class: "facts" }, FACTS.map(([name], i) => h("div", {}, h("dt", {}, name), values[i]))), note)),
    update: ({ server }) => {
      FACTS.forEach(([, value], i) => text(values[i], value(server)));
      text(note, DURABILITIES[server.durability] ?? "");
    },
  };
}
