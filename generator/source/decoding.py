"""From the bytes of a file to text: UTF-8, not too long, without invisible control characters."""

import re
from itertools import islice
from typing import NamedTuple

from generator.model.problems import Problem

MAX_BYTES = 1_000_000  # the one real report has 20 KB

# Control characters that YAML forbids, and the line separators that YAML 1.1 would silently
# take for line breaks; a tab, a line feed and a carriage return are text.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_LONE_RETURN = re.compile("\r(?!\n)")  # a line break to YAML, as to old Macintoshes
_ANY_BREAK = re.compile("\r\n?")


class Position(NamedTuple):
    """A place in a file; both numbers count from 1, columns in characters."""

    line: int
    column: int


START = Position(1, 1)


def decode(data: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """The text of a UTF-8 file without its byte-order mark, or None and the problems."""
    if len(data) > MAX_BYTES:
        message = f"文件太大：最多 {MAX_BYTES} 字节，现有 {len(data)} 字节。请把图表等放进附件。"
        return None, [Problem(path, *START, "file-size", message)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        position = position_at(before, len(before))
        return None, [Problem(path, *position, "encoding", _encoding_message(data, error))]
    found = []
    for match in islice(FORBIDDEN.finditer(text), 20):
        message = control_character_message(match[0])
        position = position_at(text, match.start())
        found.append(Problem(path, *position, "control-character", message))
    if found:
        return None, found
    return (_ANY_BREAK.sub("\n", text) if _LONE_RETURN.search(text) else text), []


def position_at(text: str, offset: int) -> Position:
    """The position of a character; `offset` counts from 0."""
    return Position(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _encoding_message(data: bytes, error: UnicodeDecodeError) -> str:
    remedy = "请在编辑器里另存为 UTF-8。"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return f"编码应为 UTF-8，这个文件是 UTF-16。{remedy}"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return f"编码应为 UTF-8，此处的字节 0x{data[error.start]:02X} 不是。{remedy}"
    return f"编码应为 UTF-8，这个文件像是 GBK。{remedy}"


def control_character_message(character: str) -> str:
    """The message about a character that no file may hold."""
    code = f"U+{ord(character):04X}"
    if character in "\x0b\u2028\u2029":
        return f"有 Word、网页里的换行符 {code}，看不见。请删去它，在这里另起一行。"
    if character == "\x0c":
        return f"有 Word 的分页符 {code}，看不见。请删去它。"
    return f"有看不见的控制字符 {code}（多由粘贴带入）。请删去它。"
