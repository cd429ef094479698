// A page is loaded again when something changed, and stays where the reader was.
{
  const { seen } = document.currentScript.dataset;
  const place = `jixiao-place ${location.pathname}`;
  const content = document.querySelector("main");
  const list = document.querySelector("aside.jp details");

  const kept = JSON.parse(sessionStorage.getItem(place));
  sessionStorage.removeItem(place);
  // What the reader closed stays closed, but not over other problems.
  if (list && kept?.problems === list.textContent) list.open = kept.open;
  if (kept) {
    addEventListener("load", () => {
      // The bar may have grown: who was past it sees the same text, who saw it still does.
      scrollTo(0, kept.past > 0 ? content.offsetTop + kept.past : kept.top);
      history.scrollRestoration = "auto";
    });
  }

  const renew = () => {
    if (document.body.dataset.leaves) return; // what was dropped here is on its way
    const past = scrollY - content.offsetTop;
    const problems = list?.textContent;
    const state = { past, top: scrollY, open: list?.open, problems };
    sessionStorage.setItem(place, JSON.stringify(state));
    history.scrollRestoration = "manual";
    location.reload();
  };
  // What nobody looks at waits until somebody does.
  const hear = (number) => {
    if (number === seen) return;
    if (document.hidden) document.addEventListener("visibilitychange", renew, { once: true });
    else renew();
  };

  // A browser opens six connections to a host: of all tabs one listens, and tells the others.
  const tabs = new BroadcastChannel("jixiao");
  tabs.onmessage = ({ data }) => hear(data);
  const listen = () =>
    new Promise(() => {
      new EventSource("/_jixiao/events").onmessage = ({ data }) => {
        tabs.postMessage(data);
        hear(data);
      };
    });
  if (navigator.locks) navigator.locks.request("jixiao", listen);
  else listen(); // an address that the browser does not trust with locks
}
