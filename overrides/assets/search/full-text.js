// Pagefind, asked for phrases of our tokens, one of its indexes for each part.

import { Outdated } from "./data.js";
import { queryTokens } from "./folding.js";

const WASM = "wasm.unknown.pagefind";

export class FullText {
  #data;
  #parts = new Map();

  constructor(data) {
    this.#data = data;
  }

  /** Open a part that is likely to be asked, while it becomes clear which ones are. */
  prepare(part) {
    this.#part(part).catch(() => {}); // who needs it will hear of it
  }

  /** Numbers of the rows of a part that hold the folded text, head or passages. */
  async rows(part, folded) {
    const { index, folder } = await this.#part(part);
    if (!index) return new Set(); // it is withheld
    const found = await index.search(`"${queryTokens(folded).join(" ")}"`);
    // Pagefind goes on without a file that does not come; what it then finds is not all. That
    // part is of no more use: after an error the page starts a new worker.
    const { failure } = folders.get(folder);
    if (failure) throw failure;
    return new Set(found.results.map((result) => Number(result.id)));
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
    const program = programAt(this.#data.address(this.#data.program));
    const folder = this.#data.address(this.#data.parts[part][0]);
    const [{ createInstance }, { entry }] = await Promise.all([
      program.module,
      this.#data.register(part),
    ]);
    if (!entry) return { index: null, folder };
    if (!folders.has(folder)) folders.set(folder, { entry, program, failure: null });
    // All indexes share one running program; two that start it at once would each get their own
    // and mix them up.
    if (program.isRunning) await program.isRunning;
    const index = createInstance({ basePath: folder });
    program.isRunning ??= index.filters();
    await program.isRunning;
    return { index, folder };
  }
}

// Each of Pagefind's indexes would ask for its own copy of the program, and for a file that no
// browser may keep. Here all have one program, and that file's content is in the register. It
// unpacks its files itself; the browser is faster. And it looks every 50 ms whether they have come.
const ask = self.fetch.bind(self);
const later = self.setTimeout.bind(self);
const PACKED = /\.pf_(index|meta)$/;
const IN_FOLDER = /(index\/)?[^/]*$/; // what a file of an index is called inside its folder
const SOON = 2; // milliseconds
const programs = new Map();
const folders = new Map();
// To an index that finds the program running, its file is of no use: an empty one, which Pagefind
// takes for unpacked, spares the unpacking.
const UNPACKED = "pagefind_dcd ";

function programAt(folder) {
  if (!programs.has(folder)) {
    const wasm = ask(folder + WASM).then((answer) => unpacked(answer).arrayBuffer());
    programs.set(folder, { module: import(`${folder}pagefind.js`), wasm, isRunning: null });
  }
  return programs.get(folder);
}

self.fetch = async (address, options) => {
  const [file] = String(address).split("?");
  const part = folders.get(file.replace(IN_FOLDER, ""));
  if (part && file.endsWith("/pagefind-entry.json")) {
    return new Response(JSON.stringify(part.entry));
  }
  if (part && file.endsWith(`/${WASM}`)) {
    const { wasm } = part.program;
    part.program.wasm = UNPACKED;
    return new Response(await wasm);
  }
  if (!part) return ask(address, options);
  try {
    const answer = await ask(address, options);
    if (answer.status === 404) throw new Outdated(file);
    if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
    return PACKED.test(file) ? unpacked(answer) : answer;
  } catch (error) {
    part.failure = error;
    throw error;
  }
};

function unpacked(answer) {
  if (typeof DecompressionStream === "undefined") return answer;
  return new Response(answer.body.pipeThrough(new DecompressionStream("gzip")));
}

self.setTimeout = (work, delay, ...values) => later(work, Math.min(delay, SOON), ...values);
