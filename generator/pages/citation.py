"""How a report is cited: by GB/T 7714—2015, and as records for BibTeX and for RIS."""

import re
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from generator.model.entry import Entry
from generator.model.site import Site

KIND = "R/OL"  # a report, online: table A.1 and A.2 of the standard
UNKNOWN_DAY = "____-__-__"
_BIBTEX_TYPE, _RIS_TYPE = "application/x-bibtex", "application/x-research-info-systems"
# What TeX reads as a command. A brace has to be spelled out: even `\{` counts as one for BibTeX.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}  # fmt: skip


class Citation(NamedTuple):
    """What a citation says; `address` is empty where the site's own is not stated."""

    author: str
    title: str
    year: int  # fiscal
    kind: str  # of evaluation
    published: date | None  # None of a draft, at the desk
    changed: date | None  # by the last correction
    where: str  # the site's name
    address: str
    key: str

    @property
    def source(self) -> str:
        """The citation up to the date: `示例县公安局. 标题: 2021年度[R/OL]. (2022-06-01)`.

        By 8.8 of the standard; what follows is the day of reading in brackets and the address. The
        date is that of the last change.
        """
        named = self.title
        if str(self.year) not in named:
            named += f": {self.year}年度"
        return f"{self.author}. {named}[{KIND}]. ({self.changed or self.published or UNKNOWN_DAY})"

    @property
    def bibtex(self) -> str:
        """An entry for BibTeX and biblatex; ends with a line break."""
        fields = {
            "author": f"{{{_tex(self.author)}}}",  # a body, not a person with a first name
            "title": f"{{{_tex(self.title)}}}",
            "type": _tex(self.kind),
            "institution": _tex(self.author),
            "year": f"{self.published:%Y}" if self.published else "",
            "date": str(self.published or ""),
            "url": self.address,
            "note": _tex(f"{self._note}；{self.where}"),
            "language": "chinese",
        }
        lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
        return f"@techreport{{{self.key},\n{''.join(lines)}}}\n"

    @property
    def ris(self) -> str:
        """A record for reference managers; lines end as its specification says."""
        fields = (
            ("TY", "RPRT"),
            ("AU", _line(self.author)),
            ("TI", _line(self.title)),
            ("PY", f"{self.published:%Y}" if self.published else ""),
            ("DA", f"{self.published:%Y/%m/%d}/" if self.published else ""),
            ("PB", _line(self.author)),
            ("M3", _line(self.kind)),
            ("N1", _line(self._note)),
            ("DP", _line(self.where)),
            ("LA", "zh-CN"),
            ("UR", self.address),
        )
        lines = [f"{tag}  - {value}\r\n" for tag, value in fields if value]
        return f"{''.join(lines)}ER  - \r\n"

    @property
    def downloads(self) -> tuple[tuple[str, str, str], ...]:
        """Label, file name and address of each record: a link that holds all of the file."""
        return (
            ("BibTeX", "cite.bib", _data_address(_BIBTEX_TYPE, self.bibtex)),
            ("RIS", "cite.ris", _data_address(_RIS_TYPE, self.ris)),
        )

    @property
    def _note(self) -> str:
        return f"{self.year}年度" + (f"，{self.changed}更正" if self.changed else "")


def citation(site: Site, entry: Entry) -> Citation:
    """How to cite a public report, under the name by which its department issued it."""
    report = entry.report
    return Citation(
        entry.issued_by,
        report.title,
        entry.year,
        str(report.evaluation_type),
        report.publication_date,
        report.corrections[-1].date if report.corrections else None,
        site.name,
        f"{site.base_url}{entry.address}" if site.base_url else "",
        f"{entry.department.slug}_{entry.year}_{entry.slug}",  # slugs have hyphens
    )


def _tex(text: str) -> str:
    return "".join(_TEX.get(one, one) for one in _line(text))


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _data_address(kind: str, text: str) -> str:
    """Ten thousand reports would be twenty thousand files more to send and to check."""
    return f"data:{kind};charset=utf-8,{quote(text.encode(errors='replace'))}"
