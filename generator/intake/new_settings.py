"""The text of a new form, outline, register or `import.yml`: each key with its meaning."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from generator.content.folder import Folder
from generator.intake.import_forms import SHIPPED
from generator.intake.key_order import key_order
from generator.model.department import Department
from generator.model.form import Form
from generator.model.import_settings import ImportSettings
from generator.source.canonical import canonical
from generator.source.edits import Put, edited
from generator.source.key_hints import keys_of
from generator.source.scalars import scalar
from generator.source.tree import Value
from generator.source.writing import row

_ASKED = {"forms": ("栏目", "章节"), "outlines": ("章节",)}  # what one is for


@cache
def shipped_forms() -> Mapping[str, Form]:
    """The forms that come with the program, by id."""
    return Folder(SHIPPED).forms()


def form_file(content: Path, form_id: str) -> Path | None:
    """The file of a form or an outline: the county's own, else that of a shipped form."""
    own = (content / folder / f"{form_id}.yml" for folder in _ASKED)
    return next((one for one in (*own, SHIPPED / f"forms/{form_id}.yml") if one.is_file()), None)


def form_text(folder: str, name: str, like: Path | None) -> str:
    """A form or an outline of that name, as another one has it, or empty.

    Raises CanonicalError where the other one has faults of YAML.
    """
    if like:
        order = key_order(Form)
        text = canonical(like.read_bytes(), like.as_posix(), order)
        return edited(text, [Put(("名称",), name)], order)
    return f"名称: {scalar(name)}\n{_keys(Form, _ASKED[folder])}"


def import_settings_text() -> str:
    """An `import.yml` that remembers nothing yet."""
    return _keys(ImportSettings, keys_of(ImportSettings))


def register_text(values: Mapping[str, Value]) -> str:
    """A register of one department; the keys are those of its row."""
    return f"{row({key: values[key] for key in keys_of(Department) if key in values}, '')}\n"


def _keys(record: type[BaseModel], wanted: Sequence[str]) -> str:
    fields = {str(one.alias): one for one in record.model_fields.values()}
    return "".join(f"{key}:  # {fields[key].description}\n" for key in wanted)
