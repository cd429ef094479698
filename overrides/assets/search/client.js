// The page's side of the search: questions to the worker, its answers to whoever asked.

export const ROOT = new URL("../../", import.meta.url);

let worker = null;
let number = 0;
const listeners = new Map();

/** Start the search, so that the first question finds it ready. */
export function start() {
  if (worker) return;
  worker = new Worker(new URL("engine.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data: answer }) => listeners.get(answer.kind)?.(answer));
  worker.addEventListener("error", () => {
    for (const [kind, tell] of listeners) tell({ kind, error: "worker" });
  });
}

/** Ask; `tell` hears every answer to this question, none to an earlier one of its kind. */
export function ask(question, tell) {
  start();
  number += 1;
  const id = number;
  listeners.set(question.kind, (answer) => {
    if (answer.id === id || answer.error === "worker") tell(answer);
  });
  worker.postMessage({ ...question, id });
}
