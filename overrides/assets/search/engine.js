// The search, in a worker of its own: questions in, answers out, nothing shown here.
//
// A question {kind: "search" | "suggest", id, …} is answered by messages with its kind and id; a
// newer one of the same kind ends it. Results come as often as there is more to show. A first
// question may be the worker's name, and bring what names the files of the index.

import { Data, Outdated, Unreachable, Withheld } from "./data.js";
import { excerpt, pieces } from "./excerpts.js";
import { counts, labelOf, narrowed, ORDERS, outOfRange, RANGES, unstated } from "./facets.js";
import { fold } from "./folding.js";
import { help } from "./help.js";
import { Matches } from "./matches.js";
import { near } from "./near.js";
import { offers } from "./offers.js";
import { coveringPairs } from "./pairs.js";
import { parse } from "./query.js";
import { fromAddress, isEmpty } from "./state.js";
import { suggestions } from "./suggestions.js";

const AUTOMATIC = 100; // parts whose text is searched without being asked again
const FEW = 4; // pairs that are asked for before it is known that a part has them
const PAUSE = 150; // milliseconds between two lists of results, but for the first and the last

const YEAR = /^((?:19|20)\d\d)(?:年度?)?$/;

const newest = { search: 0, suggest: 0 };
const answers = { search: answerSearch, suggest: answerSuggest };
let known = null; // the manifest that the page has
let opened = null; // the index, when first asked for
let last = null; // the matches of the last query: other facets and orders search nothing again

self.addEventListener("message", ({ data }) => hear(data));

async function hear(data) {
  const question = data.address === undefined ? data : { ...data, ...fromAddress(data.address) };
  if (data.manifest) known = data.manifest;
  if (data.address !== undefined && isEmpty(question)) return;
  newest[question.kind] = question.id;
  try {
    await answer(question);
  } catch (error) {
    if (isCurrent(question)) self.postMessage({ ...tag(question), error: String(error), reason: reasonOf(error) });
  }
}

function reasonOf(error) {
  if (error instanceof Unreachable) return "network";
  return error instanceof Outdated || error instanceof Withheld ? "renewed" : "program";
}

async function answer(question) {
  try {
    await answers[question.kind](question, await index());
  } catch (error) {
    if (!(error instanceof Outdated)) throw error;
    // The site is newer than this page: once more, with the new index. What is missing from that
    // will not come.
    known = null;
    opened = null;
    last = null;
    const renewed = await index();
    renewed.isFinal = true;
    try {
      await answers[question.kind](question, renewed);
    } finally {
      renewed.isFinal = false;
    }
  }
}

function index() {
  opened = opened ?? Data.open(known);
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

const isCurrent = (question) => newest[question.kind] === question.id;
const tag = ({ kind, id }) => ({ kind, id });

async function answerSuggest(question, data) {
  const found = await suggestions(data, parse(question.text).terms, () => isCurrent(question));
  if (isCurrent(question)) self.postMessage({ ...tag(question), ...found });
}

async function answerSearch(question, data) {
  const { terms, cut } = parse(question.query);
  const key = JSON.stringify(terms.map(({ folded }) => folded));
  if (last?.key !== key || last.data !== data) {
    const matches = new Matches(data, terms);
    last = { key, data, terms, matches, excerpts: new Map(), explained: new Set() };
  }
  // Years that were chosen or typed are searched before newer ones.
  const typed = terms.map(({ folded }) => folded.match(YEAR)?.[1]).filter(Boolean);
  const years = question.chosen.year?.length ? question.chosen.year : typed;
  const asked = { question, data, cut, years, shown: -PAUSE, ...last };
  const likely = data.parts.findIndex(([, year]) => !years[0] || years[0] === String(year));
  if (!question.titlesOnly && terms.length > 0 && likely >= 0) {
    // Asked for while the tables tell which parts can hold it; who needs it will hear of it.
    data.register(likely).catch(() => {});
    if (terms.flatMap(({ folded }) => coveringPairs(folded)).length <= FEW) last.matches.rowsOf(likely).catch(() => {});
  }
  await findTitles(asked);
  if (!question.titlesOnly && isCurrent(question)) await findTexts(asked);
}

async function findTitles(asked) {
  const { question, terms, matches } = asked;
  for await (const _ of matches.findTitles(asked.years)) {
    if (!isCurrent(question)) return;
    if (matches.rows.length > 0) await show(asked, { complete: false });
  }
  if (question.titlesOnly) await show(asked, { complete: false });
}

async function findTexts(asked) {
  const { question, terms, matches } = asked;
  // What an earlier question of the same words has found: the page asks again what it began with.
  if (matches.rows.length > 0 && asked.shown < 0) await show(asked, { complete: false });
  const rest = await matches.rest(asked.years);
  const parts = question.everything ? rest : rest.slice(0, AUTOMATIC);
  for await (const _ of matches.findTexts(parts)) {
    if (!isCurrent(question)) return;
    if (matches.rows.length > 0 && performance.now() - asked.shown > PAUSE) {
      await show(asked, { complete: false });
    }
  }
  // Also where an earlier question of the same words had begun with it, and was ended.
  if (matches.rows.every((row) => row.byPinyin)) {
    for await (const _ of matches.findPinyin(AUTOMATIC)) {
      if (!isCurrent(question)) return;
      if (matches.rows.length > 0) await show(asked, { complete: false });
    }
  }
  const left = rest.length - parts.length;
  await show(asked, { complete: true, left });
  if (matches.rows.length === 0 && terms.length > 0 && left === 0 && isCurrent(question)) {
    const found = await near(asked);
    const rows = found?.rows.map((one) => item(one.row, asked.data, one.terms, one.excerpt));
    const advice = found ? { near: { ...found, rows } } : { help: await help(asked.data, terms, (fewer) => holdsAny(asked, fewer)) };
    if (isCurrent(question)) self.postMessage({ ...tag(question), ...advice });
  }
}

/** Whether any report holds all of these terms. */
async function holdsAny({ data, question }, terms) {
  const matches = new Matches(data, terms);
  for await (const _ of matches.findTexts(await matches.rest([]))) {
    if (matches.rows.length > 0) return true;
    if (!isCurrent(question)) return false;
  }
  return false;
}

async function show(asked, progress) {
  const { question, data, terms, cut, matches, excerpts } = asked;
  if (!isCurrent(question)) return;
  asked.shown = performance.now();
  const order = ORDERS.find(({ name }) => name === question.order) ?? ORDERS[0];
  const rows = narrowed(matches.rows, question.chosen).sort(order.compare);
  const shown = rows.slice(0, question.shown);
  const isFinal = progress.complete || question.titlesOnly;
  self.postMessage({
    ...tag(question),
    total: rows.length,
    all: matches.rows.length,
    unstated: unstated(rows, order),
    outOfRange: outOfRange(matches.rows, question.chosen),
    limits: RANGES.map(({ name }) => [name, question.chosen[name].map((value) => [value, labelOf(name, value)])]),
    offers: offers(data, terms, question),
    items: shown.map((row) => item(row, data, terms, excerpts.get(row.address))),
    // Counted once, when they are shown; until then what is chosen.
    facets: counts(isFinal ? matches.rows : [], question.chosen).map(({ name, values }) => ({
      name,
      values: values.map(([value, count]) => [value, labelOf(name, value, data.departments), count]),
    })),
    terms: terms.map(({ writing }) => writing),
    cut,
    hasMinus: terms.some(({ folded }) => /^-[^-]/.test(folded)),
    byPinyin: matches.rows.some((row) => row.byPinyin),
    missing: [...data.missing].reduce((sum, part) => sum + data.parts[part][2], 0),
    ...progress,
  });
  explain(asked, shown).catch(() => {}); // a list without excerpts is still a list
}

/** Excerpts of what is shown, each made once; told under whatever question is then asked. */
async function explain({ data, terms, excerpts, explained }, rows) {
  const missing = rows.filter((row) => !explained.has(row.address));
  for (const row of missing) explained.add(row.address);
  await Promise.all(
    missing.map(async (row) => {
      excerpts.set(row.address, excerpt(await data.passages(row), terms));
      if (last.excerpts !== excerpts) return;
      const found = [[row.address, excerpts.get(row.address)]];
      self.postMessage({ kind: "search", id: newest.search, excerpts: found });
    }),
  );
}

function item(row, data, terms, known) {
  return {
    address: row.address,
    title: pieces(row.title, terms),
    facts: [data.origin(row), row.type],
    numbers: row.numbers
      .filter((number) => terms.some(({ folded }) => fold(number).includes(folded)))
      .map((number) => pieces(number, terms)),
    budget: row.budget,
    spent: row.spent,
    rate: row.rate,
    grade: row.grade,
    score: row.score,
    published: row.published,
    corrected: row.corrected,
    notAsked: row.notAsked,
    excerpt: known,
  };
}

if (self.name) hear(JSON.parse(self.name));
