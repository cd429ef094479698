// The contents list beside a report follows the reader: the heading that was passed last is current.

const links = [...document.querySelectorAll(".jx-contents a")];
const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
const LINE = 120; // pixels from the top: what is above it was passed

let waiting = false;
addEventListener(
  "scroll",
  () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(follow);
  },
  { passive: true },
);
follow();

function follow() {
  waiting = false;
  const isAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
  const passed = headings.filter((one) => one?.getBoundingClientRect().top < LINE).length;
  const current = isAtEnd ? links.length - 1 : passed - 1;
  for (const [place, link] of links.entries()) {
    if (place === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const list = links[0]?.closest(".jx-contents");
  const link = links[current];
  if (!link || list.scrollHeight <= list.clientHeight) return;
  list.scrollTop = link.offsetTop - list.clientHeight / 2; // the list alone, never the page
}
