// The files of the index, each asked for once. What lies in a folder never changes under its name.

import { learnSimplified, queryTokens } from "./folding.js";

const PLACE = new URL("../../search/data/", import.meta.url);

/** A file of the index is gone: the site was published anew after this page was opened. */
export class Outdated extends Error {}

/** A file of the index is no longer served: an older release serves, without a withdrawn report. */
class Withheld extends Error {}

export class Data {
  /** Parts that cannot be searched. */
  missing = new Set();
  /** Whether a file that is not there counts as withheld: the index has just been opened anew. */
  isFinal = false;
  #files = new Map();

  constructor(manifest) {
    Object.assign(this, manifest); // parts, newest, tokens, program, simplified, fields, departments
  }

  /** The index that a page names; without one, as it now is, whatever the browser has stored. */
  static async open(known) {
    const manifest = known ?? (await fetchJson("manifest.json", { cache: "no-cache" }));
    learnSimplified(await fetchJson(`${manifest.simplified}/table.json`));
    return new Data(manifest);
  }

  /** The first of a part's rows are its newest. A row's values stand under `fields`. */
  async register(part) {
    const read = (register) => {
      const year = this.parts[part][1];
      const rows = register.rows.map((values, number) => {
        const row = { part, number, year };
        this.fields.forEach((field, place) => {
          row[field] = values[place];
        });
        row.address = `reports/${year}/${row.department}/${row.slug}/`;
        return row;
      });
      return { ...register, rows };
    };
    return this.#file(`${this.parts[part][0]}/register.json`, read, () => {
      this.missing.add(part);
      return { entry: null, rows: [] };
    });
  }

  /** Ask for what a part is first searched in, while it becomes clear which parts are. */
  prepare(part) {
    const newest = this.passages({ part, number: 0 });
    for (const one of [this.register(part), newest, this.indicators(part)]) {
      one.catch(() => {}); // who needs it will hear of it
    }
  }

  /** Names of the indicators of each of a part's rows. */
  async indicators(part) {
    const read = ({ names, rows }) => rows.map((row) => row.map((place) => names[place]));
    return this.#file(`${this.parts[part][0]}/indicators.json`, read, () => []);
  }

  /** The passages of a report: place, anchor, texts. */
  async passages(row) {
    const [folder] = this.parts[row.part];
    if (row.number >= this.newest) return this.#file(`${folder}/text/${row.number}.json`);
    return (await this.#file(`${folder}/newest.json`))[row.number];
  }

  /** Where a report comes from, in a few words. */
  origin(row) {
    const { short } = this.departments[row.department];
    const name = row.issuedBy ? `${row.issuedBy}（今${short}）` : short;
    return `${name} · ${row.year} 年度`;
  }

  /**
   * For each part, newest first, how many of these tokens its `head` or `text` holds, or may hold
   * where nothing tells.
   */
  async tokensHeld(tokens, where) {
    const all = (1n << BigInt(this.parts.length)) - 1n;
    const masks = await Promise.all(
      tokens.map(async (token) => {
        const table = await this.#table(token);
        return table ? (table[where].get(token) ?? 0n) : all;
      }),
    );
    return this.parts.map((_, part) => masks.filter((mask) => (mask >> BigInt(part)) & 1n).length);
  }

  /** Parts, newest first, whose `head` or `text` can hold all of these terms. */
  async partsHolding(terms, where) {
    const tokens = terms.flatMap(({ folded }) => queryTokens(folded));
    const held = await this.tokensHeld(tokens, where);
    return [...this.parts.keys()].filter((part) => held[part] === tokens.length);
  }

  async #table(token) {
    let number = 0;
    for (const character of token) {
      number = (number * 31 + character.codePointAt(0)) % this.tokens.files;
    }
    const readTable = (table) => {
      const read = (groups) => {
        const masks = new Map();
        for (const [parts, tokens] of Object.entries(groups)) {
          const mask = BigInt(`0x${parts}`);
          for (const one of tokens.split(" ")) masks.set(one, mask);
        }
        return masks;
      };
      return { head: read(table.head), text: read(table.text) };
    };
    return this.#file(`${this.tokens.folder}/${number}.json`, readTable, () => null);
  }

  /** A file, read; what stands for it, if anything does, where it is withheld. */
  #file(name, read = (content) => content, instead = null) {
    if (!this.#files.has(name)) {
      const file = fetchJson(name).then(read, (error) => {
        const isWithheld = error instanceof Withheld || (this.isFinal && error instanceof Outdated);
        if (isWithheld && instead) return instead();
        throw error;
      });
      file.catch(() => this.#files.delete(name)); // the next question asks again
      this.#files.set(name, file);
    }
    return this.#files.get(name);
  }

  /** Where a part's folder and Pagefind's program lie. */
  address(name) {
    return new URL(`${name}/`, PLACE).href;
  }
}

async function fetchJson(name, options) {
  const answer = await fetch(new URL(name, PLACE), options);
  if (answer.status === 404) throw new Outdated(name);
  if (answer.status === 410) throw new Withheld(name);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
}
