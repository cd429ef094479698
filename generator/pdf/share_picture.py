"""The picture that other sites and chats show of a link to this one (Open Graph).

One for the whole site: a picture of each report would be ten thousand files more to send, and would
show no more than the title and the figures that stand beside it as text.
"""

import hashlib
import json
import os
from pathlib import Path

import typst

from generator.model.problems import JixiaoError
from generator.model.site import Site
from generator.pdf import typesetting
from generator.runtime import cached_files

ADDRESS = "assets/share.png"  # `overrides/main.html` names it
TEMPLATE = Path(__file__).with_name("share.typ")


def write(site: Site, folder: Path, cache: Path) -> dict[str, str]:
    """Put the picture under `folder`, the site's root; its path to its SHA-256.

    None where the site states no address, without which no page can name it, or wants nothing that
    needs fonts. Raises JixiaoError where fonts are missing or Typst fails.
    """
    if not (site.base_url and site.makes_pdf):
        return {}
    shown = {"name": site.name, "organiser": site.organiser, "address": site.base_url.rstrip("/")}
    document = json.dumps(shown, ensure_ascii=False)
    digest = hashlib.sha256(typesetting.fingerprint() + TEMPLATE.read_bytes() + document.encode())
    name = f"{digest.hexdigest()[:40]}.png"
    cache.mkdir(parents=True, exist_ok=True)
    found = cached_files.cached(cache, {name}).get(name)
    sha256 = found or cached_files.store(os.fspath(cache), name, _drawn(document))
    target = folder / ADDRESS
    target.parent.mkdir(parents=True, exist_ok=True)
    cached_files.place(os.fspath(cache), name, sha256, os.fspath(target))
    return {ADDRESS: sha256}


def _drawn(document: str) -> bytes:
    with typesetting.fonts() as fonts:
        try:
            made = typesetting.compiler(fonts).compile(
                input=TEMPLATE.read_bytes(),
                format="png",
                ppi=72,
                sys_inputs={"document": document},
            )
        except typst.TypstError as error:
            raise JixiaoError(f"分享用的图片没有生成：{error.message}") from None
    assert isinstance(made, bytes)  # noqa: S101  one page, and no file to write it to
    return made
