// In an archive of the site, whose pages are opened from a folder: there browsers give no file to a
// script, start no worker and find no index of a folder. What scripts ask for lies in the archive as
// scripts, too; the worker runs in the page.
(() => {
  if (location.protocol !== "file:") return; // served from a folder all the same: nothing is missing
  const root = new URL("../../", document.currentScript.src).href;
  const files = new Map(); // address to how its content is told
  const asked = new Map();
  let started = null; // what the worker's script does

  window.jixiaoFile = (name, text, isPacked) => files.get(name)(text, isPacked);
  window.jixiaoWorker = (run) => {
    started = run;
  };

  window.fetch = async (address) => {
    const name = String(address).slice(root.length);
    if (!asked.has(name)) {
      asked.set(name, new Promise((resolve) => {
        files.set(name, (text, isPacked) => resolve(isPacked ? bytes(text) : text));
        load(`${root}${name}.js`).catch(() => resolve(null));
      }));
    }
    const content = await asked.get(name);
    return content === null ? new Response("", { status: 404 }) : new Response(content);
  };

  window.Worker = class {
    constructor(address) {
      const { port1, port2 } = new MessageChannel();
      const inside = {
        name: "",
        location: { href: String(address) },
        addEventListener: (kind, hear) => port2.addEventListener(kind, hear),
        postMessage: (answer) => port2.postMessage(answer),
      };
      this.port = port1;
      port1.start();
      this.start(inside, port2);
    }

    async start(inside, port) {
      if ("DecompressionStream" in window) inside.DecompressionStream = window.DecompressionStream;
      else {
        await load(new URL("inflate.js", inside.location.href).href);
        inside.inflated = window.inflated;
      }
      await load(inside.location.href);
      started(inside);
      port.start();
    }

    addEventListener(kind, hear) {
      this.port.addEventListener(kind, hear);
    }

    postMessage(question) {
      this.port.postMessage(question);
    }

    terminate() {
      this.port.close();
    }
  };

  // Some browsers let no page of a folder change its address: what was chosen then stands in none.
  for (const way of ["pushState", "replaceState"]) {
    const change = history[way].bind(history);
    history[way] = (...values) => {
      try {
        change(...values);
      } catch {
        // The page shows it all the same.
      }
    };
  }

  // Links that scripts make end in a slash, as those of the site do.
  for (const kind of ["click", "auxclick", "focusin", "mouseover"]) {
    document.addEventListener(kind, ({ target }) => complete(target.closest?.("a[href]")), true);
  }

  function complete(link) {
    if (!link?.href.startsWith(root)) return;
    const url = new URL(link.href);
    if (!url.pathname.endsWith("/")) return;
    url.pathname += "index.html";
    link.href = url.href;
  }

  function load(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function bytes(text) {
    return Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  }
})();
