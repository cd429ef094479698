"""The base of all records, and their fields with the Chinese keys of the YAML files."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Self, TypeVar, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

# What a form prints in a cell that is not to be filled in.
_STROKES = frozenset(["/", "／", "-", "－", "—", "——", "–", "不适用"])
NOT_APPLICABLE = "/"
_STRUCK = "_not_applicable"
_NOTHING: frozenset[str] = frozenset()


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


class FormRecord(Record):
    """A record of a form's cells, in which a stroke is an answer: the cell does not apply.

    Such a field is None, as one that is not stated, and its name is in `not_applicable`. Cells of
    words keep their stroke.
    """

    @property
    def not_applicable(self) -> frozenset[str]:
        """Names of the fields that the report says do not apply."""
        # Not a private attribute of pydantic's: few records have it, and each would pay for it.
        found: frozenset[str] = self.__dict__.get(_STRUCK, _NOTHING)
        return found

    @model_validator(mode="wrap")
    @classmethod
    def _without_strokes(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(value, dict):
            return handler(value)
        fields = figure_fields(cls)
        struck = [
            one
            for one, cell in value.items()
            if isinstance(cell, str) and cell.strip() in _STROKES and one in fields
        ]
        if not struck:
            return handler(value)
        record = handler({one: None if one in struck else cell for one, cell in value.items()})
        record.__dict__[_STRUCK] = frozenset(fields[one] for one in struck)
        return record

    @model_serializer(mode="wrap")
    def _with_strokes(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        values: dict[str, Any] = handler(self)
        if not (struck := self.not_applicable):
            return values
        names = field_names(type(self))
        places = {name: number for number, name in enumerate(names.values())}
        values |= {one: NOT_APPLICABLE for one, name in names.items() if name in struck}
        return dict(sorted(values.items(), key=lambda one: places[names.get(one[0], one[0])]))


@cache
def field_names(record: type[BaseModel]) -> Mapping[str, str]:
    """Names of the fields by their keys, in the order of the record."""
    return {str(field.alias): name for name, field in record.model_fields.items()}


@cache
def figure_fields(record: type[Record]) -> Mapping[str, str]:
    """Names of the optional fields that take a figure or a choice, no words, by their keys."""
    return {
        str(field.alias): name
        for name, field in record.model_fields.items()
        if type(None) in get_args(field.annotation) and _takes_no_words(field.annotation)
    }


def _takes_no_words(annotation: object) -> bool:
    """Whether the type beside None is neither text nor a record."""
    kind = get_args(annotation)[0]
    kind = get_args(kind)[0] if get_args(kind) else kind
    return isinstance(kind, type) and kind is not str and not issubclass(kind, BaseModel)


def record_in(annotation: object) -> type[BaseModel] | None:
    """The record that a field of that type holds, alone or in rows; None where it holds none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(record_in, get_args(annotation))), None)


Row = TypeVar("Row")
Rows = Annotated[tuple[Row, ...], BeforeValidator(lambda value: () if value is None else value)]


def rows(alias: str, description: str) -> Any:
    """A field that is a list; an empty one where the key is left out or empty."""
    return Field(default=(), alias=alias, description=description)
