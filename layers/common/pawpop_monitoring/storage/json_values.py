"""JSON as Postgres takes it."""

import re
from collections.abc import Sequence

from pydantic import BaseModel
from pydantic_core import to_json

_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def as_json(value: object) -> str:
    """`value` as JSON text without what Postgres can't hold: NUL characters and numbers that are not finite.

    An upstream's error body may hold either, and must not keep an alert from being stored.
    """
    return without_nul(to_json(value, inf_nan_mode="null", fallback=str).decode())


def without_nul(json_text: str) -> str:
    """JSON text with U+FFFD for each NUL character."""
    # Nearly no text has one, and the pattern takes several times as long as making the JSON.
    return _NUL.sub(r"\1\\ufffd", json_text) if "\\u0000" in json_text else json_text


def rows_as_json(models: Sequence[BaseModel]) -> str:
    """A JSON array with an object per model, keyed by its snake_case fields, for jsonb_to_recordset."""
    return without_nul(to_json(models, by_alias=False, inf_nan_mode="null", fallback=str).decode())
