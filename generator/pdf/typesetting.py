"""Turns one document into the bytes of its PDF: Typst, the template, and the fonts it may use.

Only Debian's Noto CJK, Typst's own fonts and our boxes are used, whatever else the machine has: the
same document gives the same bytes. Nothing here knows reports.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

import typst

from generator.model.problems import JixiaoError
from generator.pdf import FONT_FOLDER, fallback_font
from generator.runtime import cached_files

FONTS = tuple(
    f"Noto{family}CJK-{weight}.ttc"
    for family in ("Sans", "Serif")
    for weight in ("Bold", "Regular")
)
TEMPLATE = Path(__file__).with_name("report.typ")
# For archives (PDF/A-2a) and for readers with screen readers (PDF/UA-1).
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
_FONT_HEAD = 65_536  # bytes of a font that hold the checksums of all its tables


def fingerprint() -> bytes:
    """SHA-256 of all that a PDF depends on beside its document.

    Raises JixiaoError where fonts are missing.
    """
    digest = hashlib.sha256(
        version("typst").encode() + TEMPLATE.read_bytes() + fallback_font.font()
    )
    for file in _fonts():
        with file.open("rb") as font:
            digest.update(f"{file.name} {file.stat().st_size} ".encode() + font.read(_FONT_HEAD))
    digest.update(repr(STANDARDS).encode())
    return digest.digest()


def _fonts() -> Iterator[Path]:
    for name in FONTS:
        file = FONT_FOLDER / name
        if not file.is_file():
            raise JixiaoError(
                f"生成 PDF 要用的字体 {file} 不存在。"
                "请安装 Debian 软件包：sudo apt-get install fonts-noto-cjk；"
                "别的系统上，把其中的四个 .ttc 放进一个文件夹，用环境变量 JIXIAO_FONTS 指明；"
                "不要 PDF 的，在 site.yml 里写“生成PDF: 否”。"
            )
        yield file


@contextmanager
def fonts() -> Iterator[Path]:
    """A folder with the fonts and nothing else, removed after the block.

    Raises JixiaoError where fonts are missing.
    """
    with tempfile.TemporaryDirectory(prefix="jixiao-fonts-") as name:
        folder = Path(name)
        for file in _fonts():
            try:
                (folder / file.name).symlink_to(file)
            except OSError:  # Windows lets few accounts make one
                cached_files.link_or_copy(os.fspath(file), os.fspath(folder / file.name))
        (folder / "boxes.ttf").write_bytes(fallback_font.font())
        yield folder


def compiler(fonts: Path) -> typst.Compiler:
    """A compiler that has read its fonts: that takes longer than a document does."""
    found = typst.Fonts(include_system_fonts=False, font_paths=[os.fspath(fonts)])
    return typst.Compiler(font_paths=found, ignore_system_fonts=True)


def pdf(compiler: typst.Compiler, address: str, document: str) -> bytes:
    """The PDF of a document (JSON, see `document.py`).

    What the standards refuse is tagged all the same, and claims none of them.
    Raises JixiaoError, which names the report's address, where Typst fails.
    """
    with suppress(typst.TypstError):
        return _compiled(compiler, document, STANDARDS)
    try:
        return _compiled(compiler, document, [])
    except typst.TypstError as error:
        raise JixiaoError(f"{address} 的 PDF 没有生成：{error.message}") from None


def _compiled(
    compiler: typst.Compiler, document: str, standards: "list[typst.PDFStandard]"
) -> bytes:
    made = compiler.compile(
        input=TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"document": document},
        pdf_standards=standards,
    )
    assert isinstance(made, bytes)  # noqa: S101  one PDF, and no file to write it to
    return made
