/** Buttons and forms that do something at the server, and questions before what cannot be undone. */

import { fill, h } from "./dom.js";

/**
 * Makes a button that does something. While it is being done the button does nothing more; a refusal is shown, and one for
 * want of permission stays on the button.
 * @param {Object} page where the outcome is said
 * @param {string} label
 * @param {function(): Promise} act
 * @param {string} [kind] a class
 * @returns {HTMLButtonElement}
 */
export function actionButton(page, label, act, kind = "") {
  const button = h("button", { type: "button", class: kind }, label);
  button.addEventListener("click", () => attempt(page, button, act));
  return button;
}

/**
 * Does what a form says when it is sent. The form keeps what was typed unless that is done.
 * @param {Object} page where the outcome is said
 * @param {HTMLFormElement} form has a submit button
 * @param {function(FormData): Promise} act
 */
export function onSend(page, form, act) {
  const button = form.querySelector("button:not([type=button])");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(page, button, () => act(new FormData(form)));
  });
}

/**
 * Asks before something is done. Escape is a no, and so is Enter: the focus is on it.
 * @param {string} title
 * @param {string} question
 * @param {string} yes what the button says that does it
 * @returns {Promise<boolean>}
 */
export function confirm(title, question, yes) {
  return new Promise((resolve) => {
    const no = h("button", { type: "button", autofocus: true, click: () => dialog.close() }, "No, go back");
    const go = h("button", { type: "button", class: "danger", click: () => dialog.close("yes") }, yes);
    const dialog = h("dialog", { "aria-labelledby": "dialog-title", "aria-describedby": "dialog-text" },
      h("h2", { id: "dialog-title" }, title),
      h("p", { id: "dialog-text" }, question),
      h("div", { class: "actions" }, no, go));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/**
 * Makes a labelled field.
 * @param {string} label
 * @param {HTMLElement} control has an id
 * @param {string} [hint]
 * @returns {HTMLElement}
 */
export function field(label, control, hint) {
  const described = hint ? h("small", { id: `${control.id}-hint` }, hint) : null;
  if (described) {
    control.setAttribute("aria-describedby", described.id);
  }
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control, described);
}

async function attempt(page, button, act) {
  if (button.getAttribute("aria-disabled") === "true") {
    return;
  }
  button.setAttribute("aria-disabled", "true");
  try {
    await act();
    button.removeAttribute("aria-disabled");
  } catch (error) {
    page.failed(error);
    if (error.code === "NOPERM") {
      fill(button, `${button.textContent} (not permitted)`);
    } else {
      button.removeAttribute("aria-disabled");
    }
  }
}
