"""The base of all records, and their fields with the Chinese keys of the YAML files."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Record(BaseModel):
    """Base of all records: frozen, no unknown keys, titled by the Chinese key."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=False,
        field_title_generator=lambda _name, field: field.alias or "",
        json_schema_serialization_defaults_required=True,
    )


def key(alias: str, description: str, *, required: bool = False) -> Any:
    """A field with its YAML key and a description for whoever fills in the form."""
    return Field(default=... if required else None, alias=alias, description=description)


Row = TypeVar("Row")
Rows = Annotated[tuple[Row, ...], BeforeValidator(lambda value: () if value is None else value)]


def rows(alias: str, description: str) -> Any:
    """A field that is a list; an empty one where the key is left out or empty."""
    return Field(default=(), alias=alias, description=description)
