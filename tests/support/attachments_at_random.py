"""Attachments made at random from valid ones: parts put together, nested, damaged, under any name.

All hangs on a seed. What is made with words of people in it keeps one part with them whole.
"""

import base64
import io
import random
import string
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from pypdf import PdfReader, PdfWriter

from tests.support import places
from tests.support.attached import excel_file, pdf_file, with_members, word_file, zipped

Random = random.Random
ENDINGS = (
    "pdf", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "zip", "jpg", "png", "txt", "csv",
)  # fmt: skip
_PACKAGES = (places.word, places.excel, places.powerpoint, places.open_document, places.ofd)
_USUAL = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_RARE = zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA
_NAMES = (
    "document", "body", "p", "r", "t", "tbl", "sheetData", "row", "c", "v", "f", "is", "si", "sst",
    "worksheet", "hdr", "comment", "del", "rPr", "sld", "txBody", "span", "a", "TextObject",
    "TextCode", "Page", "annotation", "table-cell", "note", "val", "name", "title", "descr", "ref",
    "instr", "Target", "Id", "type", "style", "x1", "项目", "_", "rest",
)  # fmt: skip
_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://www.ofdspec.org/2016",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "urn:x",
)
_PARTS = (
    "word/document.xml", "word/header1.xml", "word/comments.xml", "word/settings.xml",
    "xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/comments1.xml",
    "ppt/slides/slide1.xml", "content.xml", "styles.xml", "meta.xml", "Doc_0/Document.xml",
    "Doc_0/Pages/Page_0/Content.xml", "docProps/core.xml", "docProps/custom.xml",
    "customXml/item1.xml", "word/_rels/document.xml.rels",
)  # fmt: skip
_TEXTS = (
    "", "x", "正文", "1", "-1", "50.00", "0", "1e9", "NaN", "9" * 40, "true", "rId1", "A1", "XFD1",
    "2023年", "\u202e", "\ufffe\uffff", "&", "<", "]]>", "%s", "../../x", "0 0 9 9", "\U0001f600",
)  # fmt: skip


def _picture(kind: str) -> bytes:
    """A picture of one point, with the words in its properties."""
    words = places.WORDS.encode()
    if kind == "jpg":
        size = (len(words) + 2).to_bytes(2)
        return b"\xff\xd8\xff\xfe" + size + words + b"\xff\xda\x00\x02\x00\xff\xd9"
    chunks = (
        (b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0"),
        (b"tEXt", b"Title\0" + words),
        (b"IEND", b""),
    )
    packed = (len(data).to_bytes(4) + name + data + b"\0\0\0\0" for name, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def _mail(files: Mapping[str, bytes]) -> bytes:
    """A saved web page with files that belong to it."""
    parts = (
        f"--=b\nContent-Type: application/octet-stream\nContent-Location: {name}\n"
        f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(data).decode()}"
        for name, data in files.items()
    )
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="=b"\n\n'
    return f"{head}{''.join(parts)}--=b--\n".encode()


def _pdf_with(name: str, data: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(_clean()["pdf"])))
    writer.add_attachment(name, data)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


@cache
def _clean() -> Mapping[str, bytes]:
    """Valid files that say nothing of people, by kind."""
    return {
        "docx": word_file(["正文一段。"]),
        "xlsx": excel_file([["x", 1], ["合计", 2.5]]),
        "pdf": pdf_file(["正文一行。"]),
    }


@cache
def _planted() -> Mapping[str, Sequence[bytes]]:
    """Valid files with words of people, by kind."""
    words = places.WORDS
    return {
        **{make.__name__: [data for _, data in make()] for make in _PACKAGES},
        "pdf": [data for _, data in places.pdf()],
        "rtf": [b"{\\rtf1\\ansi\\ansicpg936 \xd5\xfd\\par " + words.encode("gbk") + b"}"],
        "mail": [_mail({"a.htm": f"<html><p>{words}</p></html>".encode()})],
        "picture": [_picture("jpg"), _picture("png")],
        "text": [f"附表\n{words}\n".encode(one) for one in ("utf-8", "gbk", "utf-16")],
        "archive": [zipped({"名单.txt": words.encode()})],
    }


def planted(chance: Random) -> bytes:
    """A valid file with words of people in it, of any kind."""
    return chance.choice(_planted()[chance.choice(list(_planted()))])


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(chance: Random, members: Mapping[str, bytes]) -> bytes:
    """A package of parts in any order, each compressed in any way."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, data in chance.sample(list(members.items()), len(members)):
            method = chance.choice(_USUAL if chance.random() < 0.99 else _RARE)
            archive.writestr(name, data, method, chance.randint(1, 9))
    return output.getvalue()


def mixed(chance: Random) -> bytes:
    """A package with words of people in a part, with parts of another, without some of its own.

    The part may stand where another belongs.
    """
    whole, other = (_members(chance.choice(_planted()[_any_package(chance)])) for _ in range(2))
    clean = {one for kind in ("docx", "xlsx") for one in _members(_clean()[kind]).items()}
    own = {name: data for name, data in whole.items() if (name, data) not in clean}
    kept = {name: data for name, data in whole.items() if name in own or chance.random() < 0.7}
    added = {name: data for name, data in other.items() if chance.random() < 0.3}
    movable = [name for name in own if places.PHONE not in name]
    if movable and chance.random() < 0.2 and (place := chance.choice(_PARTS)) not in kept:
        kept[place] = kept.pop(chance.choice(movable))
    if chance.random() < 0.1:
        kept = {f"附件/{name}": data for name, data in kept.items()}
    return packed(chance, {**added, **kept})


def _any_package(chance: Random) -> str:
    return chance.choice(_PACKAGES).__name__


def _tree(chance: Random, depth: int, words: str) -> str:
    """An element of random names, attributes and texts, with the words at one place."""
    name = chance.choice(_NAMES)
    values = {key: chance.choice(_TEXTS) for key in chance.sample(_NAMES, chance.randint(0, 3))}
    inner = [_escaped(chance.choice(_TEXTS)) for _ in range(chance.randint(0, 2))]
    if words and not depth:
        if chance.random() < 0.5:
            inner.append(words)
        else:
            values["val"] = words
        words = ""
    bearing = chance.randrange(3)
    for number in range(3 if depth else 0):
        if number == bearing or chance.random() < 0.4:
            inner.append(_tree(chance, depth - 1, words if number == bearing else ""))
            inner.append("\n")
    attributes = "".join(f' {key}="{_escaped(value)}"' for key, value in values.items())
    return f"<{name}{attributes}>{''.join(inner)}</{name}>"


def _escaped(text: str) -> str:
    shown = "".join(one for one in text if one not in "\ufffe\uffff")
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def grown(chance: Random) -> bytes:
    """A package with a part of random XML that holds words of people."""
    space, depth = chance.choice(_SPACES), chance.randint(0, 6)
    root = chance.choice(("document", "worksheet", "sst", "workbook", "Page", "sld", "hdr", "x"))
    tree = _tree(chance, depth, places.WORDS)
    part = f'<{root} xmlns="{space}">{tree}</{root}>'.encode(chance.choice(("utf-8", "utf-16")))
    base = _members(chance.choice(_planted()[_any_package(chance)]))
    kept = {name: data for name, data in base.items() if chance.random() < 0.5}
    return packed(chance, {**kept, chance.choice(_PARTS): part})


_WRAPPERS: Sequence[Callable[[str, bytes], bytes]] = (
    lambda name, data: zipped({"说明.txt": b"x", name: data}),
    lambda name, data: with_members(_clean()["docx"], {f"word/embeddings/{name}": data}),
    lambda name, data: with_members(_clean()["xlsx"], {f"xl/embeddings/{name}": data}),
    lambda name, data: _mail({"a.htm": b"<html>x</html>", name: data}),
    _pdf_with,
    lambda name, data: zipped(
        {"mimetype": b"application/vnd.oasis.opendocument.text", f"ObjectReplacements/{name}": data}
    ),
    lambda name, data: zipped({"OFD.xml": b"<OFD/>", f"Doc_0/Attachs/{name}": data}),
)


def nested(chance: Random) -> bytes:
    """A file with words of people in a file in a file, each under any ending."""
    data = planted(chance)
    for _ in range(chance.randint(1, 5)):
        data = chance.choice(_WRAPPERS)(f"a.{chance.choice(ENDINGS)}", data)
    return data


def damaged(chance: Random) -> bytes:
    """A file with pieces cut off, doubled, changed, or of another file."""
    data = bytearray(chance.choice((planted, mixed, grown, nested))(chance))
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(data) + 1)
        end = min(start + chance.choice((1, 4, 40, 400, 4000)), len(data))
        match chance.randrange(6):
            case 0:
                del data[end:]
            case 1:
                del data[start:end]
            case 2:
                data[start:start] = data[start:end] * chance.randint(1, 3)
            case 3:
                data[start:end] = chance.randbytes(end - start)
            case 4:
                data[start:end] = planted(chance)[start:end]
            case _:
                data[start : start + 4] = chance.choice(
                    (b"\xff" * 4, b"\0" * 4, b"\xff\xff\xff\x7f")
                )
    return bytes(data)


def beside_damage(chance: Random) -> bytes:
    """A package of damaged parts and a whole one with words of people."""
    members = _members(chance.choice(_planted()[_any_package(chance)]))
    for name in chance.sample(list(members), chance.randint(1, len(members))):
        data = bytearray(members[name])
        for _ in range(chance.randint(1, 4)):
            start = chance.randrange(len(data) + 1)
            junk = "".join(chance.choices(string.printable + "<>&\"'", k=chance.randint(0, 9)))
            data[start : start + chance.choice((0, 1, 9, 900))] = junk.encode()
        members[name] = bytes(data)
    part = chance.choice(("customXml/item77.xml", "word/footer77.xml", "a/b.xml", "名单.txt"))
    return packed(chance, {**members, part: f"<a>{places.WORDS}</a>".encode()})
