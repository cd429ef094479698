// Runs before the page is drawn: colours and letters as the reader chose them on this or an earlier
// page. Without a choice the system's colours hold.
(() => {
  const page = document.documentElement;
  const place = `jixiao${new URL("../../", document.currentScript.src).pathname}`;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const stored = (key) => {
    try {
      return localStorage.getItem(place + key);
    } catch {
      return null; // storage is forbidden
    }
  };
  const store = (key, value) => {
    try {
      localStorage.setItem(place + key, value);
    } catch {
      // The choice holds for this page only.
    }
  };

  const isDark = () => (stored("scheme") ?? (dark.matches ? "slate" : "default")) === "slate";
  const show = () => {
    page.dataset.mdColorScheme = isDark() ? "slate" : "default";
    page.classList.toggle("jx-larger", stored("letters") === "larger");
    document.querySelector(".jx-scheme")?.setAttribute("aria-pressed", String(isDark()));
    const larger = page.classList.contains("jx-larger");
    document.querySelector(".jx-larger-text")?.setAttribute("aria-pressed", String(larger));
  };

  page.classList.add("jx-script");
  // Search runs where the pages come from a web server and the browser knows what its scripts are
  // written in: modules, private fields of classes. These it cannot be asked for; it can for a name
  // that came with them. An archive of the site brings what stands in for the server.
  if (location.protocol === "file:" && !window.jixiaoFile) page.classList.add("jx-from-file");
  else if ("DisplayNames" in Intl) page.classList.add("jx-can-search");
  show();
  document.addEventListener("DOMContentLoaded", show);
  dark.addEventListener?.("change", show);
  addEventListener("storage", show); // another tab's choice
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".jx-scheme, .jx-larger-text");
    if (!button) return;
    const isOn = button.getAttribute("aria-pressed") !== "true";
    if (button.matches(".jx-scheme")) {
      store("scheme", isOn ? "slate" : "default");
      page.dataset.mdColorScheme = isOn ? "slate" : "default";
    } else {
      store("letters", isOn ? "larger" : "");
      page.classList.toggle("jx-larger", isOn);
    }
    button.setAttribute("aria-pressed", String(isOn));
  });
})();
