// The page's side of the search: questions to the worker, its answers to whoever asked.

export const ROOT = new URL("../../", import.meta.url);

let worker = null;
let number = 0;
const listeners = new Map();

/** Start the search, so that the first question finds it ready. */
export function start() {
  if (worker) return;
  const engine = new URL("engine.js", import.meta.url);
  worker = window.jixiaoSearch ?? new Worker(engine, { type: "module" }); // see ahead.js
  window.jixiaoSearch = undefined;
  worker.addEventListener("message", ({ data: answer }) => {
    if (answer.error) stop();
    listeners.get(answer.kind)?.(answer);
  });
  worker.addEventListener("error", () => {
    stop();
    for (const tell of listeners.values()) tell({ error: "worker" });
  });
}

/** What failed once may stay broken in it: the next question gets a new one. */
function stop() {
  worker.terminate();
  worker = null;
}

/** Ask; `tell` hears every answer to this question, none to an earlier one of its kind. */
export function ask(question, tell) {
  start();
  number += 1;
  const id = number;
  listeners.set(question.kind, (answer) => {
    if (answer.id === id || answer.error) tell(answer);
  });
  worker.postMessage({ ...question, id });
}
