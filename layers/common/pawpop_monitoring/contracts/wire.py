"""What all wire models share."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, PlainSerializer
from pydantic.alias_generators import to_camel

type UtcDatetime = Annotated[
    AwareDatetime,
    PlainSerializer(lambda moment: moment.isoformat().replace("+00:00", "Z"), return_type=str, when_used="json"),
]
"""ISO-8601 with a time zone; a time without one is refused."""


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
