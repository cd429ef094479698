"""Word files of which no draft can be made, and what is said of each."""

import io
import os
from pathlib import Path

import docx
from PIL import Image

from tests.support.compound import compound
from tests.support.import_sources import Source
from tests.support.word_tables import save


def _truncated(folder: Path) -> None:
    """The download broke off."""
    save(
        folder,
        "自评报告.docx",
        "示例县水利局2023年河道清淤项目绩效自评报告",
        "一、项目概况",
        "清淤12公里。",
    )
    file = folder / "自评报告.docx"
    file.write_bytes(file.read_bytes()[:-300])


def _locked(folder: Path) -> None:
    """With a password Word keeps the package encrypted within a compound file."""
    streams = {
        "EncryptionInfo": b"\4\0\4\0\x40\0\0\0<encryption/>",
        "EncryptedPackage": bytes(9000),
    }
    (folder / "自评表（加密）.docx").write_bytes(compound(streams))


def _scanned(folder: Path) -> None:
    """A picture of the page, without a word."""
    picture = io.BytesIO()
    Image.effect_noise((600, 850), 80).save(picture, "PNG")
    document = docx.Document()
    document.add_picture(picture)
    document.save(os.fspath(folder / "扫描件.docx"))


def _empty(folder: Path) -> None:
    save(folder, "新建 Microsoft Word 文档.docx", "", "  ")


def _no_bytes(folder: Path) -> None:
    (folder / "自评表.doc").write_bytes(b"")


def _lock_file(folder: Path) -> None:
    """What Word leaves beside a document that is open."""
    (folder / "~$自评报告.docx").write_bytes(
        b"\x0a" + "示例甲".encode("utf-16-le").ljust(161, b"\0")
    )


SOURCES = [
    Source("下载不完整", _truncated, message="坏"),
    Source("加了密码", _locked, message="密码"),
    Source("扫描件", _scanned, message="没有文字"),
    Source("空白文档", _empty, message="没有文字"),
    Source("零字节", _no_bytes, message="空"),
    Source("Word 打开时的临时文件", _lock_file),
]
