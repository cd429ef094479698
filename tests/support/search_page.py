"""The search page in a browser, as a reader uses it; waits for what it shows, never for time."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page

# Resolves when the page shows the end of the search that its address asks for.
SHOWN = """
async () => {
  if (document.readyState === "loading")
    await new Promise((read) => addEventListener("DOMContentLoaded", read));
  const finder = document.getElementById("jx-finder");
  await new Promise((done, fail) => {
    setTimeout(() => fail(new Error(`${location.search}: ${finder.dataset.shows}`)), 8000);
    const look = () => {
      const [address, complete] = JSON.parse(finder.dataset.shows ?? "[]");
      if (complete && address === (location.search || location.pathname)) done();
    };
    new MutationObserver(look).observe(finder, {attributes: true});
    look();
  });
}
"""
# As the back button does it: another address, without loading the page again. A browser takes no
# more than so many in some seconds; then the page is loaded.
GO = """
(address) => {
  document.getElementById("jx-finder").dataset.shows = "[]";
  history.pushState(null, "", address);
  if (location.search !== new URL(address, location).search) return false;
  dispatchEvent(new PopStateEvent("popstate"));
  return true;
}
"""
LINKS = """
() => [...document.querySelectorAll("#jx-results h2 a")]
  .map((link) => new URL(link.href).pathname.replace(/^.*\\/(?=reports\\/)/, ""))
"""


# Results that are only counted need not be drawn: a quarter of a browser's work.
UNSEEN = "() => { document.getElementById('jx-results').style.display = 'none'; }"


def address(query: str, **parameters: str) -> str:
    """`?q=…&year=…` as the page itself writes it."""
    asked: Mapping[str, str] = {"q": query, **parameters} if query else parameters
    return f"?{urlencode(asked)}"


def results(page: Page, query: str, shown: str = "1000", **parameters: str) -> list[str]:
    """Addresses of all results of a query, in order; `page` shows the search page.

    Who needs only the first ones says how many are to be `shown`: a browser works long on hundreds.
    """
    asked = address(query, **parameters, shown=shown)
    if not page.evaluate(GO, asked):
        page.goto(page.url.partition("?")[0] + asked)
    page.evaluate(SHOWN)
    found: list[str] = page.evaluate(LINKS)
    return found


def status(page: Page) -> str:
    """What the page says of the search."""
    return page.locator("#jx-status").inner_text()


@contextmanager
def watched(browser: Browser, **options: object) -> Iterator[Page]:
    """A page that fails the test on a console message, an error or a failed request."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.set_default_timeout(8_000)
    page = context.new_page()
    noise = heard(page)
    yield page
    context.close()
    assert noise == []


def heard(page: Page) -> list[str]:
    """Console messages, errors and failed requests of a page, from now on."""
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("response", lambda r: noise.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    return noise


def shows(page: Page) -> str:
    """The address whose results the page shows."""
    text = page.locator("#jx-finder").get_attribute("data-shows") or '[""]'
    return str(json.loads(text)[0])
