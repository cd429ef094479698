"""Files that office programs save under the name of .doc, and pictures: words beside their text."""

import base64
import io
import struct
import zlib
from urllib.parse import quote

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from tests.support.attached import FONT, with_members, word_file, zipped
from tests.support.leftovers import DIGITS, NOISE, UNREAD
from tests.support.places import CARD, PERSON, PHONE, WORDS

_BODY = "正文一段，写的是项目实施和资金使用的情况。"  # or it is taken for a scan
_HALVES = [(one[:5], one[5:]) for one in (PHONE, PERSON, CARD)]
_PACKED = base64.b64encode(WORDS.encode()).decode()
_MULTIPART = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n{}--b\n{}\n<html>x</html>\n--b--\n{}'
_PAGE = "Content-Type: text/html\n"


def _page(body: str) -> bytes:
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def _cut_by(*tags: str) -> bytes:
    """Each number with a tag in its middle."""
    return _page("".join(f"<p>{first}{tag}{last}</p>" for first, last in _HALVES for tag in tags))


def _rtf(body: str) -> bytes:
    return b"{\\rtf1\\ansi\\ansicpg936 " + f"{_BODY}\\par {body}}}".encode("gbk")


def _beside_figures(word: str) -> bytes:
    """Each number behind a figure, with a break between."""
    return _rtf("".join(f"{{5{word} {one}}}\\par " for one in (PHONE, PERSON, CARD)))


def _cut_in_rtf(between: str) -> bytes:
    return _rtf("".join(f"{first}{between}{last}\\par " for first, last in _HALVES))


def pages() -> dict[str, tuple[bytes, str]]:
    """Web pages and mails, by place, each with the rule that must speak."""
    mail = f"From: a\nContent-Transfer-Encoding: base64\n\n{_PACKED}"
    odd = f"Content-Type: text/plain\nContent-Transfer-Encoding: x-a\n\n{_PACKED}\n"
    return {
        "what Word alone shows": (
            _page(f"<!--[if gte vml 1]><v:textbox>{WORDS}</v:textbox><![endif]-->x"), "",
        ),
        "tags of Word": (_cut_by("<o:p></o:p>", "<st1:x w:st='on'></st1:x>"), ""),
        "tags within a line": (_cut_by("<wbr>", "<mark></mark>", "<font:x></font:x>"), ""),
        "data in an address": (
            _page(f'<a href="data:text/plain;base64,{_PACKED}">x</a>'), "",
        ),
        "percent signs": (_page(f'<a href="tel:{quote(WORDS)}">x</a>'), ""),
        "page that begins with a comment": (b"<!-- x -->" + _cut_by("<b></b>"), ""),
        "CDATA": (_page(f"<![CDATA[{WORDS}]]>"), ""),
        "before the first part": (_MULTIPART.format(f"{WORDS}\n", _PAGE, "").encode(), ""),
        "behind the last part": (_MULTIPART.format("", _PAGE, WORDS).encode(), ""),
        "head of a part": (
            _MULTIPART.format("", f"{_PAGE}Content-Location: {DIGITS}\n", "").encode(), "",
        ),
        "unknown encoding": (_MULTIPART.format("", odd, "").encode(), UNREAD),
        "mail without MIME": (mail.encode(), ""),
        "subject without MIME": (
            f"From: a\nSubject: =?utf-8?B?{_PACKED}?=\n\nx".encode(), "",
        ),
    }  # fmt: skip


def rich_text() -> dict[str, tuple[bytes, str]]:
    """RTF files likewise."""
    groups = {
        **{key: f"{{\\info{{\\{key} {WORDS}}}}}" for key in ("manager", "category", "hlinkbase")},
        "style": f"{{\\stylesheet{{\\s1 {WORDS};}}}}",
        "font": f"{{\\fonttbl{{\\f0 {WORDS};}}}}",
        "variable": f"{{\\*\\docvar {{x}}{{{WORDS}}}}}",
        "shape": f"{{\\*\\shpinst{{\\sp{{\\sn x}}{{\\sv {WORDS}}}}}}}",
        "form field": f"{{\\*\\formfield{{\\*\\ffname x}}{{\\*\\ffdeftext {WORDS}}}}}",
        "data": f"{{\\*\\datastore {f'<a>{DIGITS}</a>'.encode().hex()}}}",
        "theme": f"{{\\*\\themedata {word_file([WORDS]).hex()}}}",
        "picture": f"{{\\pict\\jpegblip {jpeg(_segment(0xFE, DIGITS.encode())).hex()}}}",
        "words for digits": f"{{\\pict {WORDS}}}",
        "fallback": f"\\uc{len(DIGITS)}\\u49 {DIGITS} ",
    }
    words = ("page", "sect", "column", "nestcell", "emspace")
    return {
        **{f"{place} of RTF": (_rtf(group), "") for place, group in groups.items()},
        **{f"{word} of RTF": (_beside_figures(f"\\{word}"), "") for word in words},
        "line that ends by a backslash": (_beside_figures("\\\n"), ""),
        "fallback of a closed group": (_rtf(f"{{\\uc99 }}\\u8194 ?{DIGITS}"), ""),
        "what was before a change": (_cut_in_rtf("{\\revised **}"), ""),
        "digits that were deleted": (
            _rtf("".join(f"{a[:-1]}{{\\deleted {a[-1]}}}{b}\\par " for a, b in _HALVES)), "",
        ),
    }  # fmt: skip


def _segment(kind: int, data: bytes) -> bytes:
    return bytes((0xFF, kind)) + (len(data) + 2).to_bytes(2) + data


def jpeg(before: bytes = b"", behind_the_scan: bytes = b"", behind: bytes = b"") -> bytes:
    """A JPEG with bytes at three places."""
    scan = _segment(0xDA, b"") + b"\0\xff\0\xff\xd0\0"
    return b"\xff\xd8" + before + scan + behind_the_scan + b"\xff\xd9" + behind


def _png(kind: bytes, data: bytes, behind: bytes = b"") -> bytes:
    end = b"" if kind == b"IEND" else bytes(4) + b"IEND" + bytes(4)
    chunk = len(data).to_bytes(4) + kind + data + bytes(4)
    return b"\x89PNG\r\n\x1a\n" + chunk + end + behind


def pictures() -> dict[str, tuple[bytes, str]]:
    """Pictures in a Word file, by place."""
    words = DIGITS.encode()
    person = f"{PERSON[:6]} {PERSON[6:14]} {PERSON[14:]}"
    grouped = f"tel {PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]}, id {person}, card {CARD}"
    comment = _segment(0xFE, words)
    profile = b"x\0\0" + zlib.compress(bytes(36) + b"acsp" + bytes(90) + b"text\0\0\0\0" + words)
    made = {
        "grouped numbers": (jpeg(_segment(0xFE, grouped.encode())), ""),
        "spaced letters of two bytes": (jpeg(_segment(0xE1, grouped.encode("utf-16-le"))), ""),
        "colours of Adobe": (jpeg(_segment(0xED, b"Adobe " + words)), ""),
        "colours of a profile": (jpeg(_segment(0xE2, b"ICC_PROFILE\0\1\1" + words)), ""),
        "fill bytes": (jpeg(b"\xff\xff" + comment), ""),
        "mark without a length": (jpeg(b"\xff\x01" + comment), ""),
        "behind the scan": (jpeg(b"", comment), ""),
        "few bytes behind": (jpeg(b"", b"", words[:60]), ""),
        "picture behind a picture": (jpeg(b"", b"", bytes(9) + jpeg(comment)), ""),
        "before a second end": (jpeg(b"", b"", NOISE + b"\xff\xd9"), UNREAD),
        "unknown chunk": (_png(b"prVt", words), ""),
        "suggested palette": (_png(b"sPLT", words), ""),
        "profile": (_png(b"iCCP", profile), ""),
        "end of a PNG": (_png(b"IEND", words), ""),
        "behind the end of a PNG": (_png(b"IEND", b"", words[:60]), ""),
        "packed text of another window": (
            _png(b"zTXt", b"C\0\0" + _small(words)), "",
        ),
        "text beyond the first megabyte": (
            _png(b"zTXt", b"C\0\0" + zlib.compress(bytes(1_100_000) + words)), "",
        ),
        "comment of a GIF": (b"GIF89a" + bytes(7) + b"!\xfe\x40" + grouped.encode() + b"\0;", ""),
        "description in a TIFF": (b"II*\0" + struct.pack("<I", 8) + grouped.encode(), ""),
    }  # fmt: skip
    base = word_file([_BODY])
    return {
        f"picture: {place}": (with_members(base, {"word/media/a.png": data}), rule)
        for place, (data, rule) in made.items()
    }


def scans() -> dict[str, bytes]:
    """Files of which pictures are nearly all there is, by name."""
    photo, scan = _photo(40), _photo(900)
    return {
        "photo.jpg": photo,
        "photos.zip": zipped({"1.jpg": photo, "2.jpg": scan, "a.txt": _BODY.encode()}),
        "scan.doc": b"{\\rtf1 1\\par {\\pict\\jpegblip " + scan.hex().encode() + b"}}",
        "scan.pdf": _pdf_with(scan, 500, "附件：项目验收单位签字盖章的验收表（扫描件）"),
    }


def illustrated() -> dict[str, bytes]:
    """Files with words and pictures, by name."""
    photo = _photo(40)
    return {
        "words.docx": with_members(word_file([_BODY]), {"word/media/a.jpg": photo}),
        "words.doc": _rtf(f"{{\\pict\\jpegblip {photo.hex()}}}"),
        "words.pdf": _pdf_with(photo, 500, *[_BODY] * 3),
        "mark.pdf": _pdf_with(photo, 40, "第 1 页"),
    }


def _photo(side: int) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (side, side), "grey").save(output, "JPEG")
    return output.getvalue()


def _pdf_with(photo: bytes, side: int, *lines: str) -> bytes:
    registerFont(UnicodeCIDFont(FONT))
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=A4)
    canvas.setFont(FONT, 10)
    for number, line in enumerate(lines):
        canvas.drawString(50, 800 - 18 * number, line)
    canvas.drawImage(ImageReader(io.BytesIO(photo)), 40, 40, side, 1.4 * side)
    canvas.save()
    return output.getvalue()


def _small(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=10)
    return packer.compress(data) + packer.flush()
