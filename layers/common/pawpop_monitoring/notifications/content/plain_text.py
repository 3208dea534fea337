"""Making foreign text safe to show on one line; escaping for HTML is the template engine's business."""

import json
import unicodedata

_FORBIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, bidirectional overrides and other invisible characters, lone surrogates, line separators."""
_JOINER = "\u200d"
"""The one format character that is kept: emoji are made of it."""
_ELLIPSIS = "…"


def one_line(text: str, limit: int) -> str:
    """`text` without what breaks a line or hides in one, spaces collapsed, at most `limit` characters."""
    visible = "".join(character if _is_visible(character) else " " for character in text[: limit * 8])
    return shorten(" ".join(visible.split()), limit)


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, the last one an ellipsis where something was cut off."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + _ELLIPSIS


def describe(value: object, limit: int) -> str:
    """One line for any JSON value; nested ones as compact JSON."""
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.2f}".rstrip("0").rstrip(".")
        case str():
            return one_line(value, limit)
        case _:
            return one_line(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str), limit)


def label(key: str, limit: int) -> str:
    """`usedConnections` or `used_connections` as `Used connections`."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in key.replace("_", " "))
    return one_line(words[:1].upper() + words[1:], limit)


def _is_visible(character: str) -> bool:
    return character == _JOINER or unicodedata.category(character) not in _FORBIDDEN
