"""JSON values of any origin, made fit to be stored, queued and mailed: clean texts, and bounded in every way."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from pawpop_monitoring.domain.text import ELLIPSIS, clean, fit

_LARGEST_INTEGER = 2**63 - 1
_MOST_BITS = 4096
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_NEVER = 2**31


@dataclass(frozen=True, slots=True)
class Bounds:
    """Characters of a text and of a key, members of a list or an object, depth, and bytes as JSON of it all."""

    text: int
    members: int
    depth: int
    size: int
    key: int = 200

    def tighter(self) -> "Bounds":
        """A quarter of the text, half of the members."""
        return replace(self, text=max(16, self.text // 4), members=max(2, self.members // 2))


EVIDENCE = Bounds(text=4000, members=100, depth=8, size=16_384)
"""What a check says of a finding."""
OBSERVED = Bounds(text=4000, members=200, depth=8, size=65_536)
"""What a check keeps of a service for readers and for its own next run."""
CALLERS = Bounds(text=32_768, members=1000, depth=16, size=65_536)
"""What a caller may store; an alert's queue and its table take twice that."""
ANSWER = Bounds(text=_NEVER, members=_NEVER, depth=64, size=_NEVER)
"""What a provider answered; how much that is was bounded as it came."""

_TIGHTENED = 8


def fit_json(value: object, bounds: Bounds) -> Any:
    """`value` as plain JSON within `bounds`; what was cut ends with an ellipsis, or with how much more there was.

    Numbers that are not finite become None, integers beyond 64 bits, decimals and what JSON does not know become text.
    """
    fitted = _fit(value, bounds, 0)
    if bounds.size >= _NEVER:
        return fitted
    for _ in range(_TIGHTENED):
        if size_of(fitted) <= bounds.size:
            return fitted
        bounds = bounds.tighter()
        fitted = _fit(fitted, bounds, 0)
    return fitted if size_of(fitted) <= bounds.size else fit(str(fitted), 200)


def fit_members(values: Mapping[str, object], bounds: Bounds) -> dict[str, Any]:
    """`fit_json` for an object: always an object again."""
    fitted = fit_json(values, bounds)
    return fitted if isinstance(fitted, dict) else {ELLIPSIS: fitted}


def fit_json_text(text: str) -> str:
    """JSON text with each string in it clean; numbers, and what is no JSON, as they are."""
    if "\\u" not in text and clean(text) == text:
        return text
    return _STRING.sub(_fit_string, text)


def size_of(value: object) -> int:
    """Bytes as JSON."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _fit_string(match: re.Match[str]) -> str:
    try:
        return json.dumps(clean(json.loads(match[0], strict=False)), ensure_ascii=False)
    except ValueError:
        return match[0]


def _fit(value: object, bounds: Bounds, depth: int) -> Any:
    match value:
        case Mapping() | list() | tuple() | set() | frozenset():
            return _container(value, bounds, depth + 1) if depth < bounds.depth else ELLIPSIS
        case None | bool():
            return value
        case int() | float() | Decimal() if not isinstance(number := _number(value), str):
            return number
    return fit(_as_text(value), bounds.text)


def _as_text(value: object) -> str:
    match value:
        case str():
            return str(value)
        case int():
            return str(_integer(value))
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
    return str(value)


def _container(value: Mapping[Any, object] | Iterable[object], bounds: Bounds, depth: int) -> Any:
    return _object(value, bounds, depth) if isinstance(value, Mapping) else _list(value, bounds, depth)


def _number(value: float | Decimal) -> float | str | None:
    match value:
        case int():
            return _integer(int(value))
        case float():
            return float(value) if math.isfinite(value) else None
    return str(value) if value.is_finite() else None


def _integer(value: int) -> int | str:
    if abs(value) <= _LARGEST_INTEGER:
        return value
    # Python refuses to write out numbers of thousands of digits.
    return str(value) if value.bit_length() <= _MOST_BITS else f"an integer of {value.bit_length()} bits"


def _object(value: Mapping[Any, object], bounds: Bounds, depth: int) -> dict[str, Any]:
    shown = len(value) if len(value) <= bounds.members else bounds.members - 1
    members = islice(value.items(), shown)
    fitted = {fit(str(key), bounds.key): _fit(member, bounds, depth) for key, member in members}
    return fitted if shown == len(value) else fitted | {ELLIPSIS: f"{len(value) - shown} more"}


def _list(value: Iterable[object], bounds: Bounds, depth: int) -> list[Any]:
    items = list(value)
    shown = len(items) if len(items) <= bounds.members else bounds.members - 1
    fitted = [_fit(item, bounds, depth) for item in items[:shown]]
    return fitted if shown == len(items) else [*fitted, f"{ELLIPSIS} {len(items) - shown} more"]
