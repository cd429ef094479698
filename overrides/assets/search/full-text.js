// Pagefind, asked for phrases of our tokens, one of its indexes for each part.

import { queryTokens } from "./folding.js";

const WASM = "wasm.unknown.pagefind";

export class FullText {
  #data;
  #parts = new Map();
  #program = null;

  constructor(data) {
    this.#data = data;
  }

  /** Numbers of the rows of a part that hold the folded text, head or passages. */
  async rows(part, folded) {
    const { index, numbers } = await this.#part(part);
    const found = await index.search(`"${queryTokens(folded).join(" ")}"`);
    return new Set(found.results.map((result) => numbers.get(result.id)));
  }

  #part(part) {
    if (!this.#parts.has(part)) {
      const opened = this.#open(part);
      opened.catch(() => this.#parts.delete(part));
      this.#parts.set(part, opened);
    }
    return this.#parts.get(part);
  }

  async #open(part) {
    const [{ createInstance }, register] = await Promise.all([
      this.#load(),
      this.#data.register(part),
    ]);
    const folder = this.#data.address(this.#data.parts[part][0]);
    entries.set(folder, register.entry);
    return {
      index: createInstance({ basePath: folder }),
      numbers: new Map(register.names.map((name, number) => [name, number])),
    };
  }

  #load() {
    const folder = this.#data.address(this.#data.program);
    wasm ??= ask(folder + WASM).then((answer) => answer.arrayBuffer());
    this.#program ??= import(`${folder}pagefind.js`);
    return this.#program;
  }
}

// Each of Pagefind's indexes would ask for its own copy of the program and for a file that never
// may be kept. All parts share one program here, and that file's content is in the register.
const ask = self.fetch.bind(self);
const entries = new Map();
let wasm = null;

self.fetch = async (address, options) => {
  const [file] = String(address).split("?");
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  if (file.endsWith("/pagefind-entry.json") && entries.has(folder)) {
    return new Response(JSON.stringify(entries.get(folder)));
  }
  if (file.endsWith(`/${WASM}`) && wasm) return new Response(await wasm);
  const answer = await ask(address, options);
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  return answer;
};
