// The page's side of the search: questions to the worker, its answers to whoever asked.

export const ROOT = new URL("../../", import.meta.url);

let worker = null;
let number = 0;
const listeners = new Map();

/** Start the search, so that the first question finds it ready. */
export function start() {
  if (worker) return;
  const engine = new URL("engine.js", import.meta.url);
  worker = window.jixiaoSearch ?? new Worker(engine); // see ahead.js
  worker.onerror = null;
  window.jixiaoSearch = undefined;
  worker.addEventListener("message", ({ data: answer }) => {
    if (answer.error) stop();
    listeners.get(answer.kind)?.(answer);
  });
  worker.addEventListener("error", ({ message }) => {
    stop();
    // A script that did not come has no message.
    const answer = { error: message || "engine.js", reason: message ? "program" : "network" };
    for (const tell of listeners.values()) tell(answer);
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
