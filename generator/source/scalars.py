"""Values as YAML: plain where that is possible, in quotes where it is not, texts as blocks."""

import json
import re
from collections.abc import Iterator

from generator.source.decoding import FORBIDDEN
from generator.source.flow_rows import swallowed_key

# Not plain: signs of YAML at the beginning, what ends a plain value within it, white space around.
_NEEDS_QUOTES = re.compile(
    r"[-?:](?:\s|$)|[\s,\[\]{}#&*!|>'\"%@`]|~$|---|\.\.\.|.*(?:: |:$| #|[\t\n]|\s$)", re.DOTALL
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\u200b\u2060]")  # word processors put them between letters


def scalar(value: str) -> str:
    """One line of text, or several, as it can stand after a key; empty text as nothing."""
    if not value:
        return ""
    if _NEEDS_QUOTES.match(value) or ("：" in value and swallowed_key(value)):
        return json.dumps(value, ensure_ascii=False)
    return value


def block(text: str, indent: str) -> Iterator[str]:
    """The lines of a text below its key and `|`, each indented."""
    for line in text.split("\n"):
        yield f"{indent}{line}" if line else ""


def block_mark(text: str) -> str:
    """What opens the block: with the indent where the first line begins with blanks itself."""
    return "|2" if text[:1] in (" ", "\t") else "|"


def clean(text: str) -> str:
    """The text as a file may hold it: other line breaks as line feeds, no control characters.

    Nothing that is visible changes; blank lines around it go.
    """
    text = FORBIDDEN.sub("", _UNSEEN.sub("", _BREAKS.sub("\n", text)))
    text = text.encode("utf-8", "replace").decode()  # half a character of UTF-16
    lines = [line if line.strip() else "" for line in text.split("\n")]
    return "\n".join(lines).strip("\n").rstrip()


def one_line(text: str) -> str:
    """The text on one line: where a line ends between two words of Latin letters, a blank."""
    text = re.sub(r"(?<=[\x21-\x7e])\s*\n\s*(?=[\x21-\x7e])", " ", text)
    return re.sub(r"[ \t]*\n\s*", "", text).strip()
