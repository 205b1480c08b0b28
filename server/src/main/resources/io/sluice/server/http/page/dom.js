/** Elements and their text. Whatever comes from the server becomes a text node or an attribute, never markup. */

/**
 * Makes an element.
 * @param {string} name of the element
 * @param {Object<string, *>} attributes functions become listeners, true and false say whether an attribute is there
 * @param {...(Node|string|number|null|Array)} children null ones are left out
 * @returns {HTMLElement}
 */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(key, value);
    } else if (value === true) {
      element.setAttribute(key, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined).map(nodeOf));
  return element;
}

/** Sets the text of an element, if it is another; a node that is not touched keeps a reader's selection. */
export function text(element, value) {
  const words = String(value);
  if (element.textContent !== words) {
    element.textContent = words;
  }
}

/** Puts other children into an element. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined).map(nodeOf));
}

/** Says whether a class is on an element. */
export function mark(element, name, on) {
  element.classList.toggle(name, Boolean(on));
}

/**
 * Keeps a list of elements like a list of items: one each, made once and found again by its key, in their order. The focus
 * stays where it is, also in an element that moves.
 */
export class Rows {
  #parent;
  #make;
  #rows = new Map();

  /**
   * @param {Element} parent has no other children
   * @param {function(*): {element: Element, update: function(*)}} make
   */
  constructor(parent, make) {
    this.#parent = parent;
    this.#make = make;
  }

  show(items, keyOf) {
    const focused = document.activeElement;
    const wanted = new Set(items.map(keyOf));
    for (const [key, row] of this.#rows) {
      if (!wanted.has(key)) {
        row.element.remove();
        this.#rows.delete(key);
      }
    }
    items.forEach((item, i) => this.#place(item, keyOf(item), i));
    if (focused !== document.activeElement && focused.isConnected) {
      focused.focus({ preventScroll: true });
    }
  }

  #place(item, key, i) {
    let row = this.#rows.get(key);
    if (!row) {
      row = this.#make(item);
      this.#rows.set(key, row);
    }
    const there = this.#parent.children[i];
    if (there !== row.element) {
      this.#parent.insertBefore(row.element, there ?? null);
    }
    row.update(item, i);
  }
}

function nodeOf(child) {
  return child instanceof Node ? child : document.createTextNode(String(child));
}
