// The search box of every page: departments, years and titles as one types. Enter without a choice
// leads to the search page, as it does without this script.

import { ask, ROOT, start } from "./client.js";
import { element, fill, marked } from "./elements.js";

for (const form of document.querySelectorAll("form.jx-find")) attach(form);

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const input = document.querySelector("form.jx-find input");
  if (input) {
    event.preventDefault();
    input.focus();
  }
});

function attach(form) {
  const input = form.querySelector("input");
  const list = element("div", { id: "jx-suggestions", role: "listbox", "aria-label": "搜索建议", hidden: true });
  form.append(list);
  input.type = "text"; // a search box may not be a combobox
  input.inputMode = "search";
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  })) {
    input.setAttribute(name, value);
  }

  const options = () => [...list.children];
  const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

  function open(items) {
    fill(list, ...items);
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    input.removeAttribute("aria-activedescendant");
  }

  function choose(number) {
    for (const [place, option] of options().entries()) {
      option.setAttribute("aria-selected", String(place === number));
    }
    const option = options()[number];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function suggest() {
    const text = input.value;
    if (!text.trim()) {
      open([]);
      return;
    }
    ask({ kind: "suggest", text }, (answer) => {
      if (answer.error || input.value !== text || document.activeElement !== input) return;
      const found = [...answer.places, ...answer.reports].map(option);
      const all = element("span", {}, "在全文中搜索“", element("b", {}, text.trim()), "”");
      const query = new URLSearchParams({ q: text.trim() });
      open([...found, entry(found.length, `search/?${query}`, all)]);
      list.dataset.shows = text;
    });
  }

  function option({ address, label, note }, place) {
    return entry(place, address, element("span", {}, ...marked(label)), element("small", {}, note));
  }

  function entry(place, address, ...content) {
    const option = { role: "option", id: `jx-suggestion-${place}`, "aria-selected": "false", tabindex: "-1" };
    return element("a", { href: new URL(address, ROOT).href, ...option }, ...content);
  }

  input.addEventListener("focus", start);
  input.addEventListener("input", (event) => {
    if (!event.isComposing) suggest();
  });
  input.addEventListener("compositionend", suggest);
  input.addEventListener("keydown", (event) => {
    const last = options().length - 1;
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen() === last ? -1 : chosen() + 1);
    else if (event.key === "ArrowUp") choose(chosen() === -1 ? last : chosen() - 1);
    else if (event.key === "Escape") open([]);
    else if (event.key === "Enter" && chosen() >= 0) options()[chosen()].click();
    else return;
    event.preventDefault();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) open([]);
  });
  // A click takes the focus from the box, which closes the list before the click arrives.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
}
