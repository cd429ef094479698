// The files of the index, each asked for once. What lies in a folder never changes under its name.

import { learnSimplified } from "./folding.js";
import { coveringPairs, fileOf, isRun, pairKeys, Pairs, phrasePlaces, runKeys } from "./pairs.js";

const LONG = 8; // characters from which on half of a term's pairs tell enough
const PLACE = new URL("../../search/data/", import.meta.url);

/** A file of the index did not come: the network, or the server. */
export class Unreachable extends Error {}

/** A file of the index is gone: the site was published anew after this page was opened. */
export class Outdated extends Error {}

/** A file of the index is no longer served: an older release serves, without a withdrawn report. */
export class Withheld extends Error {}

/** Where a pair occurs, in the tables of the whole index. */
export const HEAD = 0;
export const TEXT = 1;
export const PINYIN = 2;

export class Data {
  /** Parts that cannot be searched. */
  missing = new Set();
  /** Whether a file that is not there counts as withheld: the index has just been opened anew. */
  isFinal = false;
  #files = new Map();

  constructor(manifest) {
    Object.assign(this, manifest); // parts, tables, simplified, fields, departments
  }

  /** The index that a page names; without one, as it now is, whatever the browser has stored. */
  static async open(known) {
    const manifest = known ?? (await (await ask("manifest.json", { cache: "no-cache" })).json());
    learnSimplified(await (await ask(`${manifest.simplified}/table.json`)).json());
    return new Data(manifest);
  }

  /** The newest report comes first. A row's values stand under `fields`, its indicators beside. */
  async register(part) {
    const read = ({ rows, indicators, names, starts }) => ({
      starts,
      rows: rows.map((values, number) => {
        const year = this.parts[part][1];
        const row = { part, number, year, indicators: indicators[number].map((place) => names[place]) };
        this.fields.forEach((field, place) => {
          row[field] = values[place];
        });
        row.address = `reports/${year}/${row.department}/${row.slug}/`;
        return row;
      }),
    });
    return this.file(`${this.parts[part][0]}/register.json`, async (answer) => read(await answer.json()), () => {
      this.missing.add(part);
      return { starts: [], rows: [] };
    });
  }

  /** The names of each of a part's reports in pinyin. */
  async pinyin(part) {
    return this.file(`${this.parts[part][0]}/keys.json`, (answer) => answer.json(), () => []);
  }

  /** The passages of a report: place, anchor, texts. */
  async passages({ part, number }) {
    const read = async (answer) => JSON.parse(new TextDecoder().decode(await unpacked(answer)));
    return this.file(`${this.parts[part][0]}/text/${number}.bin`, read, () => {
      this.missing.add(part);
      return [];
    });
  }

  /** Numbers of a part's rows that hold the folded text, in their head or in a passage. */
  async rowsHolding(part, folded) {
    const pairs = coveringPairs(folded);
    const lists = await this.placesOf(part, pairs.map(([key]) => key));
    const places = lists ? phrasePlaces(lists.map((list, number) => [list, pairs[number][1]])) : [];
    const rows = new Set();
    if (places.length === 0) return rows; // nothing else of the part is needed
    const { starts } = await this.register(part);
    let row = 0;
    for (const place of places) {
      while (starts[row + 1] <= place) row += 1;
      rows.add(row);
    }
    return rows;
  }

  /** Where each of these keys stands in the texts of a part; null where the part is withheld. */
  async placesOf(part, keys) {
    const [folder, , , files] = this.parts[part];
    const found = await Promise.all(keys.map((key) => this.pairs(`${folder}/pairs`, key, files)));
    if (found.every(Boolean)) return found.map((pairs, number) => pairs.places(keys[number]));
    await this.register(part); // which is counted as missing
    return null;
  }

  /** The file of a key; null where it is withheld. */
  async pairs(folder, key, files) {
    const read = async (answer) => new Pairs(await unpacked(answer));
    return this.file(`${folder}/${fileOf(key, files)}.bin`, read, () => null);
  }

  /** Where a report comes from, in a few words. */
  origin(row) {
    const { short } = this.departments[row.department];
    const name = row.issuedBy ? `${row.issuedBy}（今${short}）` : short;
    return `${name} · ${row.year} 年度`;
  }

  /** For each part, newest first, how many of these keys it holds at `where`, or may hold. */
  async held(keys, where) {
    const counts = new Array(this.parts.length).fill(0);
    if (counts.length === 0) return counts;
    const [folder, pairs, runs] = this.tables;
    const tables = await Promise.all(
      keys.map((key) =>
        isRun(key) ? this.pairs(`${folder}/runs`, key, runs) : this.pairs(`${folder}/pairs`, key, pairs),
      ),
    );
    for (const [number, key] of keys.entries()) {
      if (!tables[number]) counts.forEach((count, part) => (counts[part] = count + 1));
      else {
        for (const place of tables[number].places(key)) {
          if (place % 3 === where) counts[(place - where) / 3] += 1;
        }
      }
    }
    return counts;
  }

  /** Parts, newest first, that can hold each of these terms, whole at one of these places. */
  async partsHolding(terms, ...wheres) {
    const held = await Promise.all(
      terms.map(async ({ folded }) => {
        const pairs = folded.length > LONG ? coveringPairs(folded).map(([key]) => key) : pairKeys(folded);
        const keys = [...pairs, ...runKeys(folded)];
        const counts = await Promise.all(wheres.map((where) => this.held(keys, where)));
        return this.parts.map((_, part) => counts.some((one) => one[part] === keys.length));
      }),
    );
    return [...this.parts.keys()].filter((part) => held.every((one) => one[part]));
  }

  /** A file, read; what stands for it, if anything does, where it is withheld. */
  file(name, read, instead = null) {
    if (!this.#files.has(name)) {
      const whole = (answer) => read(answer).catch((error) => {
        throw new Unreachable(`${name}: ${error.message}`); // cut off, or not what was asked for
      });
      const file = ask(name).then(whole, (error) => {
        const isWithheld = error instanceof Withheld || (this.isFinal && error instanceof Outdated);
        if (isWithheld && instead) return instead();
        throw error;
      });
      file.catch(() => this.#files.delete(name)); // the next question asks again
      this.#files.set(name, file);
    }
    return this.#files.get(name);
  }
}

async function ask(name, options) {
  const answer = await fetch(new URL(name, PLACE), options).catch((error) => {
    throw new Unreachable(`${name}: ${error.message}`);
  });
  if (answer.status === 404) throw new Outdated(name);
  if (answer.status === 410) throw new Withheld(name);
  if (!answer.ok) throw new Unreachable(`${name}: ${answer.status}`);
  return answer;
}

/** What zlib packed. */
async function unpacked(answer) {
  if (!("DecompressionStream" in self)) {
    if (!self.inflated) importScripts(new URL("inflate.js", import.meta.url).href);
    return self.inflated(new Uint8Array(await answer.arrayBuffer()));
  }
  const stream = answer.body.pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
