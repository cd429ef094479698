// The reports that one query finds, part after part of the index, newest year first.

import { fold } from "./folding.js";
import { inHead, isPinyin, rank, soundsLike, TEXT } from "./matching.js";

const AHEAD = 3; // parts that are asked for at a time
const FEW_PARTS = 6; // a word that is in titles of more is a common one
const NEWEST_PARTS = 2;
const LONG = 12; // tokens of a phrase from which on a piece of it is looked up
const PIECE = 8;
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

  /** Find by title, number, department and year alone; a word of many titles in the newest. */
  async findTitles(years) {
    const parts = this.#ordered(await this.#data.partsHolding(this.#terms, "head"), years);
    const first = parts.length > FEW_PARTS ? parts.slice(0, NEWEST_PARTS) : parts;
    await Promise.all(first.map((part) => this.#findTitles(part)));
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
    this.rows.push(...this.#ranked(rows).filter((row) => row.rank > 0));
  }

  #ranked(rows) {
    return rows.map((row) => ({ ...row, rank: rank(row, this.#terms, this.#data.departments) }));
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
      for (const next of parts.slice(place, place + AHEAD)) {
        if (!asked.has(next)) {
          asked.set(next, this.#numbers(next));
          asked.get(next).catch(() => {}); // told when its turn comes
        }
      }
      const numbers = await asked.get(part);
      const { rows } = await this.#data.register(part);
      if (!this.#searched.has(part)) {
        this.#searched.add(part);
        const found = this.#ranked(rows.filter((row) => numbers.has(row.number)));
        for (const row of found) row.rank ||= TEXT;
        this.rows = [...this.rows.filter((row) => row.part !== part), ...found];
      }
      yield;
    }
  }

  /** Numbers of the rows of a part that hold every term. */
  async #numbers(part) {
    const { rows } = await this.#data.register(part);
    let numbers = new Set(rows.map((row) => row.number));
    const found = await Promise.all(this.#terms.map(({ folded }) => this.#holders(part, folded)));
    for (const holders of found) {
      numbers = new Set([...numbers].filter((number) => holders.has(number)));
    }
    return numbers;
  }

  async #holders(part, folded) {
    const characters = [...folded];
    if (characters.length <= LONG) return this.#fullText.rows(part, folded);
    // A long phrase would load a good part of the index; a piece of it leaves few reports to read.
    const start = (characters.length - PIECE) >> 1;
    const piece = characters.slice(start, start + PIECE).join("");
    const numbers = await this.#fullText.rows(part, piece);
    if (numbers.size > FEW) return this.#fullText.rows(part, folded);
    const { rows } = await this.#data.register(part);
    const held = await Promise.all(
      [...numbers].map((number) => this.#holds(rows[number], folded)),
    );
    return new Set([...numbers].filter((_, place) => held[place]));
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
    if (!this.#terms.some(({ folded }) => isPinyin(folded))) return;
    const parts = (await this.#data.partsHolding(this.#terms, "head")).slice(0, most);
    for (const part of parts) {
      const { rows } = await this.#data.register(part);
      const found = rows.filter((row) => soundsLike(row, this.#terms, this.#data.departments));
      this.rows.push(...found.map((row) => ({ ...row, rank: TEXT, byPinyin: true })));
      yield;
    }
  }
}
