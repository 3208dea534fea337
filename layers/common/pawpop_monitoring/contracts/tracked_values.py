"""The values that callers of /track tell: what is nearly right is put right, and said; what is wrong is refused."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from math import floor
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, ValidationInfo, WithJsonSchema
from pydantic.alias_generators import to_camel

from pawpop_monitoring.domain.clock import CLOCK_SKEW
from pawpop_monitoring.domain.text import fit, one_line, sendable

_LONGEST_ERROR = 2000
_MILLISECONDS_OF_A_DAY = 86_400_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HASH = re.compile(r"[0-9a-fA-F]{16,128}")
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?")
_SMALLEST_COST = Decimal("1e-18")
_MOST_DIGITS = 20
_WIDE = Context(prec=60)
_INT_MAX = 2**31 - 1

LONGEST_BACK = timedelta(days=35)
"""How late a call may be told: a month, and some days to find out."""


def _name(value: Any) -> Any:
    """Half a surrogate pair becomes U+FFFD. Controls and blanks alone are refused: nobody could tell them apart."""
    if not isinstance(value, str):
        return value
    if _CONTROL.search(value):
        raise ValueError("must be on one line, without tabs and other controls")
    if value and not one_line(value, 1):
        raise ValueError("must have a character that can be seen")
    return sendable(value)


def _error_text(value: Any) -> Any:
    return fit(value, _LONGEST_ERROR) if isinstance(value, str) else value


def _note(info: ValidationInfo, note: str) -> None:
    """Leave a word for the caller in the `notes` of the validation's context."""
    if info.context is not None:
        info.context.setdefault("notes", []).append(f"{to_camel(info.field_name or '')}: {note}")


def _milliseconds(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not Decimal(value).is_finite():
        return value
    kept = min(max(float(value), 0.0), float(_MILLISECONDS_OF_A_DAY))
    if kept != float(value):
        _note(info, f"{value} ms can't be; kept as {kept:.0f} ms")
    return kept


def _cost(value: Any) -> Any:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if not is_number and not (isinstance(value, str) and _NUMBER.fullmatch(value)):
        raise ValueError("must be a number of US dollars, such as 0.04")
    cost = value if isinstance(value, Decimal) else Decimal(str(value))
    if not cost.is_finite() or cost.adjusted() > _MOST_DIGITS:
        return cost
    rounded = cost.quantize(_SMALLEST_COST, ROUND_HALF_EVEN, _WIDE)
    return (cost if rounded == cost else rounded.normalize(_WIDE)) or Decimal(0)


def _whole(number: Decimal) -> int:
    """Rounded down; of one that is beyond all counting the most that is kept, or less than nothing."""
    if abs(number) > _INT_MAX:
        return _INT_MAX if number > 0 else -1
    return floor(number)


def _remaining(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, str) and _NUMBER.fullmatch(value):  # as the header of fal.ai has it
        value = Decimal(value)
    # An integer of more digits than are read as one is a float.
    if isinstance(value, float | Decimal) and (number := Decimal(value)).is_finite():
        value = _whole(number)
    if isinstance(value, bool) or not isinstance(value, int):
        return value
    if value < 0:
        _note(info, f"{value} can't be; left out")
        return None
    return min(value, _INT_MAX)


def _prompt_hash(value: Any, info: ValidationInfo) -> Any:
    """What is no hash may be the prompt itself, which is nobody's to keep, nor to be quoted."""
    if not isinstance(value, str):
        return value
    if not _HASH.fullmatch(value):
        _note(info, "this is no hash of 16 to 128 hexadecimal digits; left out")
        return None
    return value.lower()


def _moment(value: Any, info: ValidationInfo) -> Any:
    """A moment of the past, told with its time zone; one that is a little ahead is now."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError("must be a time in ISO 8601, such as 2026-11-23T12:00:00Z") from None
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError("must name its time zone, such as 2026-11-23T12:00:00Z")
    now = (info.context or {}).get("now")
    return value if now is None else _past(value, now)


def _past(moment: datetime, now: datetime) -> datetime:
    if moment > now + CLOCK_SKEW:
        raise ValueError("must not be in the future")
    if moment < now - LONGEST_BACK:
        raise ValueError(f"must be within {LONGEST_BACK.days} days back from now")
    return min(moment, now)


type Name = Annotated[
    str, BeforeValidator(_name), StringConstraints(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]*$")
]
"""An identifier of somebody else's: one line."""

type Milliseconds = Annotated[
    float, BeforeValidator(_milliseconds), Field(ge=0, le=_MILLISECONDS_OF_A_DAY), WithJsonSchema({"type": "number"})
]
"""A duration; one below nothing or of more than a day is kept as the nearest that can be, with a note."""

type ErrorText = Annotated[str, BeforeValidator(_error_text)]
"""Cut to 2000 characters rather than refused: who tells of an error should not be told off for its length."""

type Cost = Annotated[Decimal, BeforeValidator(_cost), Field(ge=0, le=100_000)]
"""US dollars, exact to 18 places: any float that money can be."""

type Remaining = Annotated[int | None, BeforeValidator(_remaining), WithJsonSchema({"type": "integer"})]
"""How many requests are left; a number below nothing is left out, with a note."""

type PromptHash = Annotated[str | None, BeforeValidator(_prompt_hash), WithJsonSchema({"type": "string"})]
"""Hexadecimal digits that are the same for the same input, and tell nothing else of it; else left out, with a note."""

type Moment = Annotated[datetime, BeforeValidator(_moment)]
"""When a call was made: at most 35 days back by the `now` of the validation's context, and not in the future."""
