// Elements of the page, made and kept: text is only ever text.

/** A new element: attributes, then children. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** A text in pieces, those that match marked. */
export function marked(pieces) {
  return pieces.map(([text, matches]) => (matches ? element("mark", {}, text) : text));
}

/** Make `parent` hold these and nothing else: `replaceChildren` of newer browsers. */
export function fill(parent, ...children) {
  parent.textContent = "";
  parent.append(...children);
}

/**
 * Make `parent` show `items` in order. What it shows already stays where it is: the reader's
 * focus, and a click that is under way, survive.
 */
export function arrange(parent, items, key, make, update) {
  const present = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const wanted = new Set(items.map((item) => String(key(item))));
  for (const [name, child] of present) if (!wanted.has(name)) child.remove();
  for (const [place, item] of items.entries()) {
    let child = present.get(String(key(item)));
    if (!child) {
      child = make(item);
      child.dataset.key = key(item);
    }
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null);
    update?.(child, item);
  }
}
