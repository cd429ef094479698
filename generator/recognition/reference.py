"""What a document is compared with: the register, the forms, what the county corrected before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.model.department import Department
from generator.model.form import Form


@dataclass(frozen=True, slots=True)
class Memory:
    """What a person corrected once, for the next file; kept in `content/import.yml`.

    Printed words are without numbers and blanks around them, as the documents have them.
    `headings`: a printed heading to the path of headings that it stands for (("项目概况",
    "项目绩效目标")). `columns`: a printed head of a column or name of a cell to a key of the
    format, with its part where it needs one ("完成值", "资金.支出"). `departments`: what a
    document calls a department to the slug of the register.
    """

    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)


class Reference(NamedTuple):
    """What recognition knows beside the document.

    `departments` is by every name and slug (`generator.content.loader.load_register`). `forms` has
    forms and outlines by id, the county's own before those that are shipped: of two that fit
    alike it is the first. `outlines` are the ids of those that stand in `outlines/`.
    """

    departments: Mapping[str, Department]
    forms: Mapping[str, Form]
    memory: Memory = Memory()
    outlines: frozenset[str] = frozenset()
