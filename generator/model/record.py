"""The base of all records, and their fields with the Chinese keys of the YAML files."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.fields import ComputedFieldInfo, FieldInfo


def _alias_title(_name: str, info: FieldInfo | ComputedFieldInfo) -> str:
    return info.alias or ""


class Record(BaseModel):
    """Base of all records: frozen, no unknown keys, titled by the Chinese key."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=False,
        field_title_generator=_alias_title,
        json_schema_serialization_defaults_required=True,
    )


def key(alias: str, description: str, *, required: bool = False) -> Any:
    """A field with its YAML key and a description for whoever fills in the form."""
    if required:
        return Field(alias=alias, description=description)
    return Field(default=None, alias=alias, description=description)


def _none_is_empty(value: object) -> object:
    return () if value is None else value


Row = TypeVar("Row")
Rows = Annotated[tuple[Row, ...], BeforeValidator(_none_is_empty)]


def rows(alias: str, description: str) -> Any:
    """A field that is a list; an empty one where the key is left out or empty."""
    return Field(default=(), alias=alias, description=description)
