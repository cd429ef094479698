// The reports that one query finds, part after part of the index, newest year first.

import { fold } from "./folding.js";
import { inHead, isPinyin, rank, rankInText, soundsLike, spelled, TEXT } from "./matching.js";

const AHEAD = 3; // parts that are asked for at a time, when something was found already
const FEW_PARTS = 6; // a word that is in titles of more is a common one
// A long phrase would load a good part of the index; a piece of it leaves few reports to read.
const LONG = 8; // characters from which on a piece is looked up
const PIECE = 5;
const FEW = 20; // reports that are read to see whether they hold the whole phrase

export class Matches {
  rows = [];
  #data;
  #fullText;
  #terms;
  #searched = new Set();
  #titled = new Set();

  constructor(data, fullText, terms) {
    this.#data = data;
    this.#fullText = fullText;
    this.#terms = terms;
  }

  /**
   * Find by title, number, department and year alone; yields after each part. Of a word that many
   * parts have in their heads, no more than the newest titles are looked for.
   */
  async *findTitles(years) {
    if (this.#terms.length === 0) return;
    const parts = this.#ordered(await this.#data.partsHolding(this.#terms, "head"), years);
    const isCommon = parts.length > FEW_PARTS;
    const asked = (part) => this.#data.register(part).catch(() => {}); // told when its turn comes
    if (!isCommon) parts.forEach(asked);
    for (const part of parts.slice(0, FEW_PARTS)) {
      await this.#findTitles(part);
      yield;
      if (isCommon && this.rows.length > 0) return;
    }
  }

  /** These parts, newest first, those of the named years before the others. */
  #ordered(parts, years) {
    const isFirst = (part) => years.includes(String(this.#data.parts[part][1]));
    return [...parts.filter(isFirst), ...parts.filter((part) => !isFirst(part))];
  }

  async #findTitles(part) {
    const { rows } = await this.#data.register(part);
    if (this.#titled.has(part) || this.#searched.has(part)) return;
    this.#titled.add(part);
    const ranked = rows.map((row) => ({
      ...row,
      rank: rank(row, this.#terms, this.#data.departments),
    }));
    this.rows.push(...ranked.filter((row) => row.rank > 0));
  }

  /** Parts whose text was not searched yet. */
  async rest(years) {
    const held = await this.#data.partsHolding(this.#terms, "text");
    return this.#ordered(
      held.filter((part) => !this.#searched.has(part)),
      years,
    );
  }

  /** Search the text of these parts, in order; yields after each. */
  async *findTexts(parts) {
    const asked = new Map();
    for (const [place, part] of parts.entries()) {
      if (place === 0 && (await this.#findInNewest(part))) yield;
      const ahead = this.rows.length > 0 ? AHEAD : 1;
      for (const next of parts.slice(place, place + ahead)) {
        if (!asked.has(next)) {
          asked.set(next, this.#numbers(next));
          asked.get(next).catch(() => {}); // told when its turn comes
        }
      }
      const numbers = await asked.get(part);
      const { rows } = await this.#data.register(part);
      const found = rows.filter((row) => numbers.has(row.number));
      const indicators = await this.#data.indicators(part);
      if (!this.#searched.has(part)) {
        this.#searched.add(part);
        this.#put(part, found, indicators);
      }
      yield;
    }
  }

  /** Numbers of the rows of a part that hold every term. */
  #numbers(part) {
    return this.#numbersOf(part, ({ folded }) => this.#holders(part, folded));
  }

  async #numbersOf(part, holdersOf) {
    const { rows } = await this.#data.register(part);
    let numbers = new Set(rows.map((row) => row.number));
    for (const holders of await Promise.all(this.#terms.map(holdersOf))) {
      numbers = new Set([...numbers].filter((number) => holders.has(number)));
    }
    return numbers;
  }

  async #holders(part, folded) {
    if (folded.length <= LONG) return this.#fullText.rows(part, folded);
    const numbers = await this.#fullText.rows(part, pieceOf(folded));
    if (numbers.size > FEW) return this.#fullText.rows(part, folded);
    const { rows } = await this.#data.register(part);
    const held = await this.#read([...numbers].map((number) => rows[number]), [{ folded }]);
    return new Set(held.map((row) => row.number));
  }

  /** Find in the newest reports of a part, whose text comes before Pagefind has started. */
  async #findInNewest(part) {
    if (this.#terms.length === 0 || this.rows.length > 0) return false;
    const { rows } = await this.#data.register(part);
    const found = await this.#read(rows.slice(0, this.#data.newest), this.#terms);
    if (found.length > 0) {
      const indicators = await this.#data.indicators(part);
      if (!this.#searched.has(part)) this.#put(part, found, indicators);
    }
    return found.length > 0;
  }

  /** Those of these reports that hold all of the terms, by their passages. */
  async #read(rows, terms) {
    const held = await Promise.all(
      rows.map(async (row) => {
        const found = await Promise.all(terms.map(({ folded }) => this.#holds(row, folded)));
        return found.every(Boolean);
      }),
    );
    return rows.filter((_, place) => held[place]);
  }

  /** What was found in a part, in place of what was found there before. */
  #put(part, rows, indicators) {
    const found = rows.map((row) => ({
      ...row,
      rank: rankInText(row, this.#terms, this.#data.departments, indicators[row.number]),
    }));
    this.rows = [...this.rows.filter((row) => row.part !== part), ...found];
  }

  async #holds(row, folded) {
    if (inHead(row, folded, this.#data.departments)) return true;
    const passages = await this.#data.passages(row);
    return passages.some(([, , texts]) => texts.some((text) => fold(text).includes(folded)));
  }

  /**
   * For letters that no report holds: reports whose project or department sounds like them; yields
   * after each part.
   */
  async *findPinyin(most) {
    const terms = spelled(this.#terms);
    if (!terms.some(({ folded }) => isPinyin(folded))) return;
    const parts = (await this.#data.partsHolding(terms, "head")).slice(0, most);
    for (const part of parts) {
      const { rows } = await this.#data.register(part);
      const found = rows.filter((row) => soundsLike(row, terms, this.#data.departments));
      this.rows.push(...found.map((row) => ({ ...row, rank: TEXT, byPinyin: true })));
      yield;
    }
  }
}

/** The middle of a phrase, which tells more than its ends. */
function pieceOf(folded) {
  const characters = [...folded];
  const start = (characters.length - PIECE) >> 1;
  return characters.slice(start, start + PIECE).join("");
}
