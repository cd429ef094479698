// The facets beside the results, the order above them, and the tags of what was chosen.

import { arrange, element } from "./elements.js";
import { endOf, FACETS, ORDERS, RANGES } from "./facets.js";

const label = (name) => [...FACETS, ...RANGES].find((facet) => facet.name === name).label;

/** Build the empty list once; `toggle(name, value)`, `between(name, ends)` and `order(name)` hear the reader. */
export function makeFacets(place, toggle, between, order) {
  const options = ORDERS.map((one) => element("option", { value: one.name }, one.label));
  const select = element("select", { name: "sort" }, ...options);
  select.addEventListener("change", () => order(select.value));
  place.append(element("label", { class: "jx-order" }, "排序 ", select));
  for (const { name } of FACETS) {
    place.append(
      element("fieldset", { "data-facet": name, hidden: true }, element("legend", {}, label(name)), element("div")),
    );
  }
  for (const { name, unit } of RANGES) {
    const end = (kind, text) =>
      element("input", { type: "number", min: 0, step: "any", inputmode: "decimal", name: kind, "data-kind": kind, "aria-label": `${label(name)}${text}（${unit}）` });
    place.append(
      element("fieldset", { "data-range": name, hidden: true }, element("legend", {}, `${label(name)}（${unit}）`),
        element("div", {}, end("gte", "不低于"), " 到 ", end("lte", "不高于"))),
    );
  }
  place.addEventListener("change", ({ target }) => {
    if (target.type === "checkbox") toggle(target.name, target.value);
    if (target.type !== "number") return;
    const { children, parentNode } = target.parentNode;
    target.dataset.kind = target.name; // what is typed is included, whatever an address had there
    between(parentNode.dataset.range, [...children].map(endIn).filter(Boolean));
  });
}

/** The end that a box says, nothing of what is no such number. */
function endIn({ dataset, value }) {
  return value.trim() ? endOf(dataset.kind + Number(Number(value).toFixed(6)))?.text : null;
}

export function showFacets(place, facets, state) {
  place.querySelector("select").value = state.order;
  for (const { name } of RANGES) {
    place.querySelector(`[data-range="${name}"]`).hidden = false; // after what stands above it
    const ends = state.chosen[name].map(endOf);
    for (const input of place.querySelectorAll(`[data-range="${name}"] input`)) {
      const kinds = input.name === "gte" ? ["gte", "gt"] : ["lte", "lt"];
      const end = ends.find(({ kind }) => kinds.includes(kind));
      input.value = end?.number ?? "";
      input.dataset.kind = end?.kind ?? input.name;
    }
  }
  for (const { name, values } of facets) {
    const fieldset = place.querySelector(`[data-facet="${name}"]`);
    fieldset.hidden = values.length < 2 && state.chosen[name].length === 0;
    arrange(
      fieldset.lastChild,
      values,
      ([value]) => value,
      ([value, text]) =>
        element(
          "label",
          {},
          element("input", { type: "checkbox", name, value }),
          element("span", {}, text),
          element("small"),
        ),
      (child, [value, , count]) => {
        child.firstChild.checked = state.chosen[name].includes(value);
        child.lastChild.textContent = count;
      },
    );
  }
}

/** Filters that the query itself names. */
export function showOffers(place, offers, choose) {
  arrange(
    place,
    offers,
    ({ filters, order, query }) => JSON.stringify([filters, order, query]),
    (offer) => {
      const made = element("button", { type: "button", class: "jx-button" }, offer.label);
      made.addEventListener("click", () => choose(offer));
      return made;
    },
  );
}

/** What was chosen, each removable. */
export function showTags(place, facets, remove, clear) {
  const tags = facets.flatMap(({ name, values }) =>
    values.filter(([, , , chosen]) => chosen).map(([value, text]) => ({ name, value, text })),
  );
  if (tags.length > 1) tags.push({ name: "", value: "", text: "全部去掉" });
  arrange(
    place,
    tags,
    ({ name, value }) => `${name}=${value}`,
    ({ name, value, text }) => {
      const button = name
        ? element("button", { type: "button", "aria-label": `去掉筛选：${label(name)} ${text}` },
            `${label(name)}：${text} `, element("span", { "aria-hidden": "true" }, "✕"))
        : element("button", { type: "button" }, text);
      button.addEventListener("click", () => (name ? remove(name, value) : clear()));
      return button;
    },
  );
}
