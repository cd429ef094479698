"""The fields of a head while its lines are read."""

from dataclasses import dataclass, field

from generator.documents.document import Paragraph, Place
from generator.recognition.ledger import REPEATED
from generator.recognition.record import Found, LeftOut, RecognisedReport
from generator.recognition.reference import Reference
from generator.source.tree import FieldPath


@dataclass
class Head:
    """The head of a report as it is read, line after line."""

    report: RecognisedReport
    reference: Reference
    titles: list[tuple[str, Place, str]] = field(default_factory=list)  # as read, as printed
    rest: list[Paragraph] = field(default_factory=list)

    def leave_out(self, text: str, place: Place, reason: str) -> None:
        """Note characters that are in no field."""
        if text.strip():
            self.report.left_out.append(LeftOut(text, place, reason))

    def add(self, path: FieldPath, found: Found) -> None:
        """Keep a value; one that is there already is not kept twice."""
        known = self.report.values.get(path)
        if known and known.text == found.text:
            if found.printed:
                self.leave_out(found.printed, found.place, REPEATED)
            return
        self.report.add(path, found)
