"""Showing any JSON value on one line; escaping for HTML is the template engine's business."""

import json

from pawpop_monitoring.domain.text import one_line, shorten

_LARGE = 1e15

__all__ = ["describe", "label", "one_line", "shorten"]


def describe(value: object, limit: int) -> str:
    """One line for any JSON value; nested ones as compact JSON."""
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) < _LARGE else f"{value:.3g}"
        case str():
            return one_line(value, limit)
        case _:
            return one_line(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str), limit)


def label(key: str, limit: int) -> str:
    """`usedConnections` or `used_connections` as `Used connections`."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in key.replace("_", " "))
    return one_line(words[:1].upper() + words[1:], limit)
