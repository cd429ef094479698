"""`/data/v1/reports/…`: one report for programs, its rows of all tables in one file.

Beside its verbatim record (`report_json.py`), which is its identity, this says what a program would
have to work out: amounts in 元, dates by ISO 8601, and by which rows it stands in the tables.
"""

from collections.abc import Iterator
from functools import partial
from json.encoder import encode_basestring as quoted

from generator.check.statements import findings_on_text
from generator.content.full_report import full_entry
from generator.data import rows
from generator.data.encoding import FIGURES_AS_TEXT, json_objects
from generator.data.files import DataFile
from generator.model.catalogue import Catalogue
from generator.model.data_tables import TABLES
from generator.model.entry import Entry
from generator.pages.record_digests import record_digest

FOLDER = "data/v1/reports"


def file(entry: Entry, base_url: str) -> DataFile:
    """The file of a report."""
    unasked = entry.form.listed[0] if entry.form else None
    attached = [one.file.name for one in entry.attachments]  # the data file's name differs
    found = findings_on_text(entry)
    digests = entry.content_digest, record_digest(entry.department)
    depends_on = (*digests, unasked, attached, base_url, found)
    return DataFile(file_address(entry), repr(depends_on), partial(_made, entry, base_url))


def file_address(entry: Entry) -> str:
    """Where the file of a report is."""
    return f"{FOLDER}/{rows.report_id(entry)}.json"


def parsed(data: bytes) -> dict[str, list[dict[str, str]]]:
    """The rows of each table in such a file, figures as they are written there."""
    found: dict[str, list[dict[str, str]]] = FIGURES_AS_TEXT.decode(data.decode())
    return found


def files(catalogue: Catalogue) -> Iterator[DataFile]:
    """Of each public report one; of a withdrawn one it says that it is."""
    base_url = catalogue.site.base_url or ""
    return (file(entry, base_url) for entry in catalogue.public)


def _made(entry: Entry, base_url: str) -> bytes:
    return text(full_entry(entry), base_url).encode()


def text(entry: Entry, base_url: str) -> str:
    """The file's text, of a full entry: a line for each row."""
    made = rows.rows(entry, base_url)
    page = f"{base_url}{entry.address}"
    links = {"网址": page, "原样数据": f"{page}{entry.data_file}"}
    head = [f"{quoted(key)}:{quoted(value)}" for key, value in links.items()]
    tables = []
    for table in TABLES:
        if lines := list(json_objects(table.names, made.get(table.name, ()))):
            tables.append(f"{quoted(table.name)}:[\n" + ",\n".join(lines) + "\n]")
    return "{" + ",\n".join([*head, *tables]) + "}\n"
