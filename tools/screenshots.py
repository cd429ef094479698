"""`make screenshots`: every type of page as a reader sees it, on screen and on paper.

Usage: python tools/screenshots.py; the pictures go to build/screenshots/, the best few to
docs/images/. The sites are built for the day on which the tests take place, so that the same
content, browser and letters give the same pictures. Those of the desk are taken in
`desk_pictures.py`; `python tools/screenshots.py desk` takes them alone.
"""

import base64
import itertools
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))
import desk_pictures

from tests.support.nginx import serving
from tests.support.page_types import PageType, build_sites, open_page, page_types

OUT = Path("build/screenshots")
IMAGES = Path("docs/images")
HEIGHT = 800
WIDTHS = (1280, 360)
SCHEMES = ("light", "dark")
DOTS_PER_INCH = 96  # of printed pages
# Pictures for documents: the tops of some of the pictures, side by side.
BEST = {
    "site.png": ("real/report-1280-light", "demo/home-1280-light", "demo/report-360-light"),
    "search.png": ("demo/search-results-1280-light", "demo/search-results-360-dark"),
    "years.png": ("demo/year-1280-light", "demo/department-1280-dark", "demo/project-360-light"),
    "print.png": ("demo/report-print-1", "demo/report-print-2", "demo/report-print-3"),
}
ROW_HEIGHT = 640  # pixels


def on_screen(browser: Browser, root: str, types: list[PageType], folder: Path) -> None:
    """Take each page from top to bottom, wide and narrow, light and dark."""
    for width, scheme in itertools.product(WIDTHS, SCHEMES):
        size = {"width": width, "height": HEIGHT}
        context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        for name, address in types:
            open_page(page, root + address)
            page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
        context.close()


def on_paper(browser: Browser, root: str, types: list[PageType], folder: Path) -> None:
    """Print each page and make a picture of each sheet."""
    page = browser.new_page()
    for name, address in types:
        open_page(page, root + address)
        pdf = folder / f"{name}-print.pdf"
        page.pdf(path=pdf, format="A4", prefer_css_page_size=True)
        command = ("pdftoppm", "-png", "-r", DOTS_PER_INCH, pdf, pdf.with_suffix(""))
        subprocess.run([str(part) for part in command], check=True)  # noqa: S603
    page.close()


def side_by_side(browser: Browser, pictures: list[Path], target: Path) -> None:
    """Put the tops of pictures into one."""
    texts = [base64.b64encode(picture.read_bytes()).decode() for picture in pictures]
    images = [f'<div><img src="data:image/png;base64,{text}"></div>' for text in texts]
    page = browser.new_page(viewport={"width": 100, "height": 100})
    page.set_content(f"""
      <style>
        body {{ margin: 0; display: inline-flex; gap: 16px; padding: 16px; background: #d6dbe1; }}
        div {{ max-height: {ROW_HEIGHT}px; overflow: hidden; }}
        img {{ display: block; zoom: 0.6; }}
      </style>
      {"".join(images)}
    """)
    page.locator("body").screenshot(path=target)
    page.close()


def picture(name: str) -> Path:
    """The file of a picture; numbers of sheets have leading zeros where there are many."""
    stem, number = name.rsplit("-", 1)
    names = (name, f"{stem}-0{number}", f"{stem}-00{number}")
    return next(file for one in names if (file := OUT / f"{one}.png").exists())


def of_site(browser: Browser) -> None:
    """Build the sites, take all their pictures, put the best ones into the documents' folder."""
    sites = build_sites(OUT / "sites")
    for name, site in sites.items():
        folder, types = OUT / name, page_types(site)
        folder.mkdir(parents=True)
        with serving(site) as root:
            on_screen(browser, root, types, folder)
            on_paper(browser, root, types, folder)
    for target, names in BEST.items():
        side_by_side(browser, [picture(name) for name in names], IMAGES / target)


def main() -> None:
    """Take the pictures of the desk, and those of the site where these are not all."""
    shutil.rmtree(OUT, ignore_errors=True)
    desk = OUT / "desk"
    desk.mkdir(parents=True)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            # A page that is drawn anew in part differs by a shade at its round corners.
            args=["--no-sandbox", "--disable-gpu", "--disable-partial-raster"],
        )
        taken = desk_pictures.take(browser, desk, IMAGES)
        if sys.argv[1:] != ["desk"]:
            of_site(browser)
            taken += len(BEST)
        browser.close()
    print(f"{sum(1 for _ in OUT.rglob('*.png'))} pictures in {OUT}, {taken} in {IMAGES}")


if __name__ == "__main__":
    main()
