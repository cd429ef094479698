// Shows the page in the colours that the reader chose on an earlier one, before it is drawn.
(() => {
  const chosen = window.__md_get("__palette");
  if (!chosen || !chosen.color) return;
  let { scheme, primary, accent } = chosen.color;
  if (chosen.color.media === "(prefers-color-scheme)") {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const input = document.querySelector(`[data-md-color-media='(prefers-color-scheme: ${dark})']`);
    scheme = input.dataset.mdColorScheme;
    primary = input.dataset.mdColorPrimary;
    accent = input.dataset.mdColorAccent;
  }
  Object.assign(document.body.dataset, {
    mdColorScheme: scheme,
    mdColorPrimary: primary,
    mdColorAccent: accent,
  });
})();
