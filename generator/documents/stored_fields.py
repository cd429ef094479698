"""Fields of older files become the words that they show: no program works them out anew.

LibreOffice puts the day of today in the place of a date that Word had kept, and its own file name
in the place of the report's. What a field showed when the file was saved is what people read.
"""

import io
import re
import struct
import zipfile
from collections.abc import Iterator

import olefile

from generator.check.attachments.contents import Exhausted, Quota
from generator.check.attachments.xml_package import ZipPackage

# What would be worked out anew, and what would be fetched from elsewhere.
_RTF_FIELDS = frozenset(
    b"DATE TIME CREATEDATE SAVEDATE PRINTDATE EDITTIME FILENAME FILESIZE AUTHOR LASTSAVEDBY TITLE "
    b"SUBJECT KEYWORDS COMMENTS DOCPROPERTY DOCVARIABLE INFO TEMPLATE REVNUM USERNAME USERINITIALS "
    b"USERADDRESS NUMPAGES NUMWORDS NUMCHARS PAGE SECTION SECTIONPAGES SEQ REF PAGEREF NOTEREF "
    b"STYLEREF ADDIN SET IF COMPARE QUOTE FILLIN ASK MERGEFIELD MERGEREC MERGESEQ NEXT "
    b"INCLUDETEXT INCLUDEPICTURE INCLUDE IMPORT LINK DDE DDEAUTO DATABASE AUTOTEXT GLOSSARY "
    b"RD".split()
)
# Those of [MS-DOC] (2.9.90, flt) that are read as they are: indexes and contents, formulas,
# symbols, buttons, forms, links, numbers, drawings. All others are worked out anew, or lost.
_KEPT_DOC_FIELDS = frozenset([4, 8, 9, 13, 34, *range(48, 55), 57, 58, 63, 70, 71, 73, 74, 83, 84,
                              87, 88, 90, 91, 95])  # fmt: skip
_FORMULA = 34  # "=", which is not worked out
_BEGIN = 0x13
_FLAGS, _SECOND_TABLE = 0x0A, 0x0200
# Where the tables of fields of body, headers, footnotes, comments, endnotes and boxes are told.
_FIELD_TABLES = (0x11A, 0x122, 0x12A, 0x132, 0x21A, 0x262, 0x272)
_POSITION, _FIELD = 4, 2  # bytes of each entry of such a table

_FIELD_GROUP = re.compile(rb"\{\\field(?![a-z]) ?")
_INSTRUCTION_GROUP = re.compile(rb"\{\s*\\\*\s*\\fldinst(?![a-z])")
_RESULT_WORD = re.compile(rb"\\fldrslt(?![a-z]) ?")
_BRACES = re.compile(rb"\\bin(\d+) ?|\\.|[{}]", re.DOTALL)
_CONTROLS = re.compile(rb"\\\*|\\[a-z]+-?\d* ?|[{}\"]")

_ODF_FIELDS = re.compile(
    rb"</?text:(?:date|time|page-number|page-count|page-continuation|paragraph-count|word-count|"
    rb"character-count|table-count|image-count|object-count|title|subject|description|keywords|"
    rb"creator|initial-creator|author-name|author-initials|file-name|template-name|sheet-name|"
    rb"chapter|bibliography-mark|creation-date|creation-time|modification-date|modification-time|print-date|"
    rb"print-time|printed-by|editing-cycles|editing-duration|sequence|sequence-ref|reference-ref|"
    rb"bookmark-ref|note-ref|expression|variable-get|variable-set|variable-input|user-defined|"
    rb"user-field-get|user-field-input|conditional-text|database-display|database-name|"
    rb"dde-connection|sender-[a-z-]+)(?=[\s/>])[^>]*>"
)


def settled(ending: str, data: bytes) -> bytes:
    """The same file with such fields as plain words; `ending` is doc, rtf or odt.

    A file that cannot be taken apart stays as it is. Raises Exhausted where it holds too much.
    """
    try:
        return {"doc": _doc, "rtf": _rtf, "odt": _odt}[ending](data)
    except Exhausted:
        raise
    except Exception:  # what the file is worth, its reader says
        return data


def _doc(data: bytes) -> bytes:
    """In each entry of its tables, which are of one size, the kind of field alone is changed."""
    file = io.BytesIO(data)
    with olefile.OleFileIO(file, write_mode=True) as compound:
        head = compound.openstream("WordDocument").read()
        (flags,) = struct.unpack_from("<H", head, _FLAGS)
        name = "1Table" if flags & _SECOND_TABLE else "0Table"
        before = compound.openstream(name).read()
        table = bytearray(before)
        for place in _FIELD_TABLES:
            start, size = struct.unpack_from("<II", head, place)
            count = (size - _POSITION) // (_POSITION + _FIELD)
            first = start + _POSITION * (count + 1)
            for field in range(first, min(first + _FIELD * max(count, 0), len(table) - 1), _FIELD):
                if table[field] & 0x1F == _BEGIN and table[field + 1] not in _KEPT_DOC_FIELDS:
                    table[field + 1] = _FORMULA
        if table == before:
            return data
        compound.write_stream(name, bytes(table))
        return file.getvalue()


def _rtf(data: bytes) -> bytes:
    """The instruction goes; the group of the field and that of its result are plain groups."""
    edits: list[tuple[int, int]] = []
    for found in _FIELD_GROUP.finditer(data):
        end = group_end(data, found.start())
        instruction = _INSTRUCTION_GROUP.search(data, found.end(), end)
        if not instruction:
            continue
        inner_end = group_end(data, instruction.start())
        words = _CONTROLS.sub(b"", data[instruction.end() : inner_end]).split()
        if words and words[0].upper() in _RTF_FIELDS:
            edits += [(found.start() + 1, found.end()), (instruction.start(), inner_end)]
            if result := _RESULT_WORD.search(data, inner_end, end):
                edits.append(result.span())
    pieces, last = [], 0
    for start, end in sorted(edits):
        if start >= last:  # a field within an instruction is gone with it
            pieces.append(data[last:start])
            last = end
    return b"".join((*pieces, data[last:]))


def group_end(data: bytes, start: int) -> int:
    """Where the group of RTF ends that begins at `start`; the end of the file, if nowhere."""
    depth, place = 0, start
    while found := _BRACES.search(data, place):
        place = found.end() + int(found[1] or 0)
        depth += {b"{": 1, b"}": -1}.get(found[0], 0)
        if not depth:
            return place
    return len(data)


def _odt(data: bytes) -> bytes:
    package = ZipPackage(data, Quota())
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _members(package):
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, method)
    return written.getvalue()


def _members(package: ZipPackage) -> Iterator[tuple[str, bytes]]:
    """`mimetype` comes first."""
    for name in sorted(package.members, key=lambda one: one != "mimetype"):
        content = package.read(name)
        is_text = name in ("content.xml", "styles.xml")
        yield name, _ODF_FIELDS.sub(b"", content) if is_text else content
