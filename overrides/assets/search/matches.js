// The reports that one query finds, part after part of the index, newest year first.

import { fold } from "./folding.js";
import { HEAD, PINYIN, TEXT } from "./data.js";
import { inHead, isPinyin, rank, rankInText, soundsLike, spelled, SOUNDS } from "./matching.js";

const AHEAD = 8; // parts that are asked for at a time, at most
const FEW_PARTS = 4; // a word that is in titles of more is a common one
// A long phrase would load a good part of the index; a piece of it leaves few reports to read.
const LONG = 8; // characters from which on a piece is looked up
const PIECE = 5;
const FEW = 20; // reports that are read to see whether they hold the whole phrase

export class Matches {
  rows = [];
  #data;
  #terms;
  #searched = new Set();
  #titled = new Set();
  #sounded = new Set();

  constructor(data, terms) {
    this.#data = data;
    this.#terms = terms;
  }

  /**
   * Find by title, number, department and year alone; yields after each part. Of a word that many
   * parts have in their heads, no more than the newest titles are looked for.
   */
  async *findTitles(years) {
    if (this.#terms.length === 0) return;
    const parts = this.ordered(await this.#data.partsHolding(this.#terms, HEAD), years);
    const isCommon = parts.length > FEW_PARTS;
    const asked = (part) => this.#data.register(part).catch(() => {}); // told when its turn comes
    if (!isCommon) parts.forEach(asked);
    for (const part of parts.slice(0, FEW_PARTS)) {
      await this.findTitlesIn(part);
      yield;
      if (isCommon && this.rows.length > 0) return;
    }
  }

  /** These parts, newest first, those of the named years before the others. */
  ordered(parts, years) {
    const isFirst = (part) => years.includes(String(this.#data.parts[part][1]));
    return [...parts.filter(isFirst), ...parts.filter((part) => !isFirst(part))];
  }

  async findTitlesIn(part) {
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
    const held = await this.#data.partsHolding(this.#terms, TEXT);
    return this.ordered(
      held.filter((part) => !this.#searched.has(part)),
      years,
    );
  }

  /**
   * Search the text of these parts, in order; yields after each. More and more of them are asked for
   * at a time, since most questions are answered by the first.
   */
  async *findTexts(parts) {
    const asked = new Map();
    for (const [place, part] of parts.entries()) {
      for (const next of parts.slice(place, place + Math.min(AHEAD, 2 ** place))) {
        if (asked.has(next)) continue;
        asked.set(next, this.rowsOf(next));
        asked.get(next).catch(() => {}); // told when its turn comes
      }
      const found = await asked.get(part);
      if (!this.#searched.has(part)) {
        this.#searched.add(part);
        this.put(part, found);
      }
      yield;
    }
  }

  /** The rows of a part that hold every term. */
  async rowsOf(part) {
    const held = await Promise.all(this.#terms.map(({ folded }) => this.holders(part, folded)));
    if (held.some((holders) => holders.size === 0)) return [];
    const { rows } = await this.#data.register(part);
    return rows.filter(({ number }) => held.every((holders) => holders.has(number)));
  }

  async holders(part, folded) {
    if (folded.length <= LONG) return this.#data.rowsHolding(part, folded);
    const numbers = await this.#data.rowsHolding(part, pieceOf(folded));
    if (numbers.size > FEW) return this.#data.rowsHolding(part, folded);
    const { rows } = await this.#data.register(part);
    const held = await Promise.all([...numbers].map((number) => this.holds(rows[number], folded)));
    return new Set([...numbers].filter((_, place) => held[place]));
  }

  /** What was found in a part, in place of what was found there before. */
  put(part, rows) {
    const found = rows.map((row) => ({
      ...row,
      rank: rankInText(row, this.#terms, this.#data.departments),
    }));
    this.rows = [...this.rows.filter((row) => row.part !== part), ...found];
  }

  async holds(row, folded) {
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
    const parts = (await this.#data.partsHolding(terms, HEAD, PINYIN)).slice(0, most);
    for (const part of parts) {
      const { rows } = await this.#data.register(part);
      const keys = await this.#data.pinyin(part);
      if (!this.#sounded.has(part)) {
        this.#sounded.add(part); // a question of the same words may be under way
        const found = rows.filter((row) => soundsLike(row, keys[row.number] ?? [], terms, this.#data.departments));
        this.rows.push(...found.map((row) => ({ ...row, rank: SOUNDS, byPinyin: true })));
      }
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
