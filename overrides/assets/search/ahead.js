// The first thing that the search page loads: the search starts, and looks for what the address
// asks, while the page is still arriving. The page asks the same again and finds the work begun.
(() => {
  if (!("noModule" in HTMLScriptElement.prototype) || location.protocol === "file:") return;
  const engine = new URL("engine.js", document.currentScript.src);
  window.jixiaoSearch = new Worker(engine, { type: "module" });
  window.jixiaoSearch.postMessage({ kind: "search", id: 0, address: location.search });
  // The lists to browse by are shown when there is nothing to search for, or nothing was found.
  document.documentElement.classList.toggle("jx-asked", location.search !== "");
})();
