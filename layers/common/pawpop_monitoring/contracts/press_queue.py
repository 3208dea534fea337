"""Messages of PressQueue: what was done elsewhere and is to be done here; plain Python to the bottom.

JSON with the `source` that says whose it is, from the function that answers at once to the worker that does it.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

SLACK = "slack"
PAGERDUTY = "pagerduty"


def encoded(source: str, fields: Mapping[str, Any]) -> str:
    """As JSON."""
    return json.dumps({"source": source, **fields})


def source_of(text: str) -> str:
    """Whose it is; ValueError for what is no message of this queue."""
    source = _read(text).get("source")
    if not isinstance(source, str):
        raise ValueError("a message without its source")  # noqa: TRY004  wrong input, like JSON that is none
    return source


def decoded(cls: type[NamedTuple], text: str) -> dict[str, Any]:
    """The fields of `cls` in JSON text; ValueError if one is missing, or not of its kind. Others are passed over."""
    read, usual = _read(text), cls._field_defaults
    return {name: _of_kind(name, read.get(name, usual.get(name)), kind) for name, kind in cls.__annotations__.items()}


def _read(text: str) -> Mapping[str, Any]:
    read = json.loads(text)
    if not isinstance(read, Mapping):
        raise ValueError("a press is an object")  # noqa: TRY004  as above
    return read


def _of_kind(name: str, value: Any, kind: type) -> Any:
    kinds = (int, float) if kind is float else (kind,)
    if not isinstance(value, kinds) or (isinstance(value, bool) and kind is not bool):
        raise ValueError(f"a press whose {name} is not of its kind")
    return value
