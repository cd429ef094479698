// The first thing that the search page loads: the search starts, and looks for what the address
// asks, while the page is still arriving. The page asks the same again and finds the work begun.
(() => {
  if (!("DisplayNames" in Intl) || location.protocol === "file:") return; // see reader.js
  const manifest = JSON.parse(document.getElementById("jx-index").textContent);
  // The question is the worker's name: a message would wait until this page has time for it.
  const question = { kind: "search", id: 0, address: location.search, manifest };
  const options = { name: JSON.stringify(question) };
  window.jixiaoSearch = new Worker(new URL("engine.js", document.currentScript.src), options);
  // What fails before the page listens is tried once more by the page.
  window.jixiaoSearch.onerror = () => {
    window.jixiaoSearch = undefined;
  };
  // The lists to browse by are shown when there is nothing to search for, or nothing was found.
  document.documentElement.classList.toggle("jx-asked", location.search !== "");
})();
