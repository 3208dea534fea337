"""JSON as Postgres takes it, and as Postgres may hold it, which takes more than Python's parser."""

import json
from collections.abc import Sequence
from typing import Any

from psycopg.abc import AdaptContext
from psycopg.types.json import set_json_loads
from pydantic import BaseModel
from pydantic_core import to_json

from pawpop_monitoring.domain.bounded_json import ANSWER, fit_json, fit_json_text
from pawpop_monitoring.domain.shallow_json import shallow


def as_json(value: object) -> str:
    """`value` as JSON text without what Postgres can't hold: see domain.bounded_json.

    An upstream's error body may hold it, and must not keep an alert from being stored.
    """
    return to_json(fit_json(value, ANSWER), inf_nan_mode="null").decode()


def read_object(value: object) -> dict[str, Any]:
    """An object from a column that should hold one; older writers stored whatever they were given."""
    fitted = fit_json({} if value is None else value, ANSWER)
    return fitted if isinstance(fitted, dict) else {"value": fitted}


def tolerate_any_json(context: AdaptContext) -> None:
    """Read what is nested too deeply, or has too many digits, as far as it can be, rather than fail the whole row."""
    set_json_loads(_loaded, context)


def _loaded(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return json.loads(shallow(text.decode() if isinstance(text, bytes) else text))


def rows_as_json(models: Sequence[BaseModel]) -> str:
    """A JSON array with an object per model, keyed by its snake_case fields, for jsonb_to_recordset."""
    return fit_json_text(to_json(models, by_alias=False, inf_nan_mode="null", fallback=str).decode())
