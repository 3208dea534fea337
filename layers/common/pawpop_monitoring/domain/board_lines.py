"""On which line of a dashboard's file each panel and key stands: read by tomllib itself, a statement at a time."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

type Place = tuple[int, str]
"""Panel, counted from 1, 0 is the dashboard itself, and key; "" is the panel's beginning."""


def lines_of(text: str) -> Mapping[Place, int]:
    """Of a text that is TOML, counted from 1; a panel of a list over several lines stands where it ends."""
    lines: dict[Place, int] = {}
    header, panel = "", 0
    for line, statement in _statements(text):
        if statement.lstrip().startswith("["):
            header = statement
            panel += isinstance(tomllib.loads(header).get("panels"), list)
        under = header if statement == header else f"{header}\n{statement}"
        for place in _places(tomllib.loads(under), panel):
            lines.setdefault(place, line)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each with its first line; a list over several lines also as far as it is read, with the line it is read to."""
    begun, unread = 1, ""
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        unread += f"{line}\n"
        if _is_toml(unread):
            yield begun, unread
            begun, unread = number + 1, ""
        elif _is_toml(f"{unread}]"):
            yield number, f"{unread}]"


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _places(content: Mapping[str, Any], panel: int) -> Iterator[Place]:
    """What stands in `content`: of `panel`, or of a whole list of them before there was any."""
    yield from ((0, key) for key in content)
    panels = content.get("panels", [])
    for at, given in enumerate(panels if isinstance(panels, list) else [panels], panel or 1):
        yield at, ""
        yield from ((at, key) for key in (given if isinstance(given, Mapping) else ()))
