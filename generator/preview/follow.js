// A page is loaded again when something changed, and stays where the reader was.
const { seen } = document.currentScript.dataset;
const place = `jixiao-place ${location.pathname}`;
addEventListener("load", () => {
  const kept = sessionStorage.getItem(place);
  sessionStorage.removeItem(place);
  if (kept !== null) scrollTo(0, Number(kept));
});
const events = new EventSource("/_jixiao/events");
events.onmessage = ({ data }) => {
  if (data === seen) return;
  events.close();
  sessionStorage.setItem(place, String(scrollY));
  location.reload();
};
