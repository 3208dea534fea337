"""What all wire models share."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, PlainSerializer
from pydantic.alias_generators import to_camel

_YEARS = range(2, 9999)


def _reckonable(moment: datetime) -> datetime:
    if moment.year not in _YEARS:
        raise ValueError(f"must lie between the years {_YEARS.start} and {_YEARS.stop - 1}")
    return moment


type UtcDatetime = Annotated[
    AwareDatetime,
    AfterValidator(_reckonable),
    PlainSerializer(lambda moment: moment.isoformat().replace("+00:00", "Z"), return_type=str, when_used="json"),
]
"""ISO-8601 with a time zone; a time without one is refused, and one to which no day can be added."""


class WireModel(BaseModel):
    """camelCase on the wire, snake_case in Python; immutable, and strict about unknown fields."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        serialize_by_alias=True,
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
    )


class QueueModel(WireModel):
    """What travels between our own functions: a field that another release knows is passed over."""

    model_config = ConfigDict(extra="ignore")


def known_or_none(enum: type[StrEnum]) -> BeforeValidator:
    """A value that another release knows reads as None."""
    return BeforeValidator(lambda value: value if isinstance(value, str) and value in set(enum) else None)
