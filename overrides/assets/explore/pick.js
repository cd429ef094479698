// Boxes to tick in the lists of a page: reports, departments, a department's years, years.

import { pickBox, showPicks } from "./picks.js";

const KINDS = [
  ["report", /\/reports\/(\d{4}\/[^/]+\/[^/]+)\/$/],
  ["department", /\/departments\/([^/]+(?:\/\d{4})?)\/$/],
  ["year", /\/years\/(\d{4})\/$/],
];

for (const row of document.querySelectorAll("table.jx-sortable tbody tr, table.jx-ranking tbody tr")) {
  const head = row.querySelector("th");
  const link = head?.querySelector("a");
  const [kind, id] = link ? pickOf(new URL(link.href).pathname) : [];
  if (kind) head.prepend(pickBox(kind, id, link.textContent.trim()));
}
showPicks();

function pickOf(path) {
  for (const [kind, pattern] of KINDS) {
    const found = path.match(pattern);
    if (found) return [kind, found[1]];
  }
  return [];
}
