// Runs before the page is drawn. The theme's bundle keeps what the reader chose (the colour scheme)
// through these four names; the theme itself defines them in a script inside the page, which the
// content-security-policy of `deploy/` forbids.
(() => {
  const root = new URL("../../", document.currentScript.src);
  window.__md_scope = root;
  window.__md_hash = (text) =>
    Array.from(text).reduce((hash, character) => (hash << 5) - hash + character.charCodeAt(0), 0);
  window.__md_get = (key, storage = localStorage, scope = root) => {
    try {
      return JSON.parse(storage.getItem(`${scope.pathname}.${key}`));
    } catch {
      return null; // storage is forbidden, or holds something else under this name
    }
  };
  window.__md_set = (key, value, storage = localStorage, scope = root) => {
    try {
      storage.setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
    } catch {
      // The choice holds for this page only.
    }
  };
  document.documentElement.classList.add("jx-script");
  // Larger letters, where the reader asked for them on this or an earlier page.
  const showLarger = (isLarger) => {
    document.documentElement.classList.toggle("jx-larger", isLarger);
    document.querySelector(".jx-larger-text")?.setAttribute("aria-pressed", String(isLarger));
  };
  const isLarger = () => window.__md_get("jx-larger") === true;
  showLarger(isLarger());
  document.addEventListener("DOMContentLoaded", () => showLarger(isLarger()));
  document.addEventListener("click", ({ target }) => {
    if (!target.closest?.(".jx-larger-text")) return;
    const larger = !document.documentElement.classList.contains("jx-larger");
    window.__md_set("jx-larger", larger);
    showLarger(larger);
  });
  // Search runs where the browser knows modules and the pages come from a web server.
  if ("noModule" in HTMLScriptElement.prototype && location.protocol !== "file:") {
    document.documentElement.classList.add("jx-can-search");
  }
})();
