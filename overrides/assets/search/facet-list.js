// The facets beside the results, the order above them, and the tags of what was chosen.

import { arrange, element } from "./elements.js";
import { FACETS, ORDERS } from "./facets.js";

const label = (name) => FACETS.find((facet) => facet.name === name).label;

/** Build the empty list once; `toggle(name, value)` and `order(name)` hear the reader. */
export function makeFacets(place, toggle, order) {
  const options = ORDERS.map((one) => element("option", { value: one.name }, one.label));
  const select = element("select", { name: "sort" }, ...options);
  select.addEventListener("change", () => order(select.value));
  place.append(element("label", { class: "jx-order" }, "排序 ", select));
  for (const { name } of FACETS) {
    place.append(
      element("fieldset", { "data-facet": name, hidden: true }, element("legend", {}, label(name)), element("div")),
    );
  }
  place.addEventListener("change", ({ target }) => {
    if (target.type === "checkbox") toggle(target.name, target.value);
  });
}

export function showFacets(place, facets, state) {
  place.querySelector("select").value = state.order;
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
    ({ name, value, query }) => `${name}=${value} ${query}`,
    (offer) => {
      const made = element("button", { type: "button", class: "jx-button" }, `只看 ${offer.label}`);
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
