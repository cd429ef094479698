// What the search page shows, and the address that says so: shareable, with a working back button.

import { endOf, FACETS, ORDERS, RANGES } from "./facets.js";

export const PAGE = 20; // results that are shown at a time
const MOST = 1000;
const MOST_ENDS = 4; // of a range
const NAMES = [...FACETS, ...RANGES].map(({ name }) => name);

/** Query, chosen values of each facet, order, number of results shown. */
export function fromAddress(search) {
  const parameters = new URLSearchParams(search);
  const order = parameters.get("sort");
  const shown = Number.parseInt(parameters.get("shown"), 10);
  return {
    query: parameters.get("q") ?? "",
    chosen: Object.fromEntries([
      ...FACETS.map(({ name }) => [name, [...new Set(parameters.getAll(name))].filter(Boolean).slice(0, PAGE)]),
      ...RANGES.map(({ name }) => [name, [...new Set(parameters.getAll(name).map((value) => endOf(value)?.text))].filter(Boolean).slice(0, MOST_ENDS)]),
    ]),
    order: ORDERS.some(({ name }) => name === order) ? order : ORDERS[0].name,
    shown: shown > PAGE && shown <= MOST ? shown : PAGE,
  };
}

export function toAddress({ query, chosen, order, shown }) {
  const parameters = new URLSearchParams();
  if (query.trim()) parameters.set("q", query.trim());
  for (const name of NAMES) {
    for (const value of chosen[name]) parameters.append(name, value);
  }
  if (order !== ORDERS[0].name) parameters.set("sort", order);
  if (shown > PAGE) parameters.set("shown", String(shown));
  const text = parameters.toString();
  return text ? `?${text}` : location.pathname;
}

/** Whether there is anything to search for. */
export function isEmpty({ query, chosen }) {
  return !query.trim() && NAMES.every((name) => chosen[name].length === 0);
}

/** The same with one value of a facet chosen, or no longer. */
export function toggled(state, name, value) {
  const values = state.chosen[name];
  const others = values.filter((one) => one !== value);
  const next = others.length === values.length ? [...values, value] : others;
  return { ...state, chosen: { ...state.chosen, [name]: next }, shown: PAGE };
}

/** The same with these ends of a range in place of others. */
export function ranged(state, name, ends) {
  return { ...state, chosen: { ...state.chosen, [name]: ends }, shown: PAGE };
}

/** What is chosen with the values of these filters, [name, value], in place of others of their facets. */
export function replaced(chosen, filters) {
  const next = { ...chosen };
  for (const [name] of filters) next[name] = filters.filter(([other]) => other === name).map(([, value]) => value);
  return next;
}

/** Another query, with nothing but these facets' values chosen. */
export function filtered(state, query, filters) {
  const chosen = cleared(state).chosen;
  for (const [name, value] of filters) chosen[name] = [...chosen[name], value];
  return { ...state, query, chosen, shown: PAGE };
}

/** The same with nothing chosen. */
export function cleared(state) {
  return { ...state, chosen: Object.fromEntries(NAMES.map((name) => [name, []])), shown: PAGE };
}
