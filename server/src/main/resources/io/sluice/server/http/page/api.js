/** Requests to the server. */

const MEANINGS = {
  NOPERM: "Your user may not do this.",
  NOAUTH: "You are not logged in. Load the page again to be asked for name and password.",
  WRONGPASS: "The name or the password is wrong. Load the page again to be asked anew.",
  NOTASK: "There is no such task. It may have been forgotten.",
  NOQUEUE: "There is no such queue.",
  NOLIMIT: "There is no such limit.",
  DUPLICATE: "A task with this id is known already.",
  TOOBIG: "The payload is longer than the server takes.",
  FULL: "There is no room for more.",
  OOM: "The memory for tasks is used up.",
  BUSY: "The server has too many requests at once. Try again.",
  LOADING: "The server is still reading its journal. Try again.",
  SHUTDOWN: "The server is stopping.",
  UNREACHABLE: "The server does not answer. What you typed is still there; try again.",
};

/** What a request was refused with. */
export class Refused extends Error {
  /**
   * @param {string} code the word the server said
   * @param {string} message what it said beside
   */
  constructor(code, message) {
    super([MEANINGS[code], message].filter(Boolean).join(" "));
    this.code = code;
  }
}

/**
 * Asks the server.
 * @param {string} method of HTTP
 * @param {string} path with its segments encoded
 * @param {Object} [body]
 * @param {Object<string, string>} [headers]
 * @returns {Promise<Object>} the answer
 * @throws {Refused} if it is an error, or none comes
 */
export async function ask(method, path, body, headers = {}) {
  const request = { method, headers, cache: "no-store" };
  if (body !== undefined) {
    request.body = JSON.stringify(body);
    request.headers = { ...headers, "Content-Type": "application/json" };
  }
  const answer = await fetch(path, request).catch(() => {
    throw new Refused("UNREACHABLE", "");
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Refused(said.error?.code ?? "ERR", said.error?.message ?? `The server said ${answer.status}.`);
  }
  return said;
}

/** Returns the path of something of a queue. */
export function queuePath(name, rest = "") {
  return `/v1/queues/${encodeURIComponent(name)}${rest}`;
}

/** Returns the path of something of a task. */
export function taskPath(id, rest = "") {
  return `/v1/tasks/${encodeURIComponent(id)}${rest}`;
}

/** Returns the path of something of a limit. */
export function limitPath(name, rest = "") {
  return `/v1/limits/${encodeURIComponent(name)}${rest}`;
}
