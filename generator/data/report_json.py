"""A report as JSON: what its page says, in a file beside it that programs read.

The file is also the report's identity. Its SHA-256 is the content hash of the release's manifest
and of the record of publications, so anyone can compute it from what the site offers. That is why
its bytes depend on the report and its form alone: not on the theme, nor on other reports, nor on
the day.
"""

from pathlib import Path
from typing import Any

from pydantic_core import to_json

from generator.content.full_report import full_entry
from generator.model.catalogue import Catalogue
from generator.model.entry import Entry

# What the page of a withdrawn report still says, and how often the report was corrected.
_SHOWN_OF_WITHDRAWN = {"project_name", "printed_title", "fiscal_year", "evaluation_type", "status",
        "publication_date", "corrections", "withdrawal"}  # fmt: skip


def text(entry: Entry) -> str:
    """The file's text, of a full entry, under the keys of the content format.

    What is not stated is left out. 印作 has what the form prints for a key where that is another
    word: `{"资金.支出": "全年执行数"}`. Figures are text, with the report's own decimals: `"50.00"`
    stays so.
    """
    stated = entry.report.model_dump(
        mode="json",
        by_alias=True,
        exclude_none=True,
        exclude={"acknowledgements", "unclassified"},
        include=_SHOWN_OF_WITHDRAWN if entry.withdrawn else None,
    )
    if not entry.withdrawn:
        stated["附件"] = [
            {"名称": one.name, "文件": one.file.name, "字节": one.size, "SHA-256": one.sha256}
            for one in entry.attachments
        ]
    if entry.form and not entry.withdrawn:
        stated["印作"] = entry.form.printed_names
    # What a correction tells is of what is no longer published: its day alone stays.
    left_out = {"说明", "改动"} if entry.withdrawn else set()
    stated["更正"] = [
        {key: one for key, one in row.items() if one and key not in left_out}
        for row in stated["更正"]
    ]
    place = {"网址": entry.address, "部门标识": entry.department.slug}
    record = {**place, **_without_empty(stated), "部门": entry.issued_by}
    return to_json(record, indent=2).decode() + "\n"


def write(catalogue: Catalogue, folder: Path) -> None:
    """Write each public report's file into its folder under `folder`, the site's root."""
    for entry in catalogue.public:
        target = folder / entry.address / entry.data_file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text(full_entry(entry)), encoding="utf-8", newline="\n")


def _without_empty(value: dict[str, Any]) -> dict[str, Any]:
    """Without empty groups and lists."""
    inner = {k: _without_empty(v) if isinstance(v, dict) else v for k, v in value.items()}
    return {key: one for key, one in inner.items() if one not in ([], {})}
