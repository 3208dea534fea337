"""Reading a dashboard from TOML; whatever is wrong with it is said with its line."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pawpop_monitoring.domain.board import LONGEST_TITLE, MOST_PANELS, RANGES, Board, Panel, PanelKind, problem_of
from pawpop_monitoring.domain.board_lines import Place, lines_of
from pawpop_monitoring.domain.text import one_line

_BOARD_KEYS, _PANEL_KEYS = ("title", "range", "panels"), ("service", "metric", "kind", "group")
_LONGEST_KEY = 60


class BoardFileError(ValueError):
    """All that is wrong with a file, a line each."""


def text_of(name: str, content: bytes) -> str:
    """What is written in the file; BoardFileError names the line that is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BoardFileError(f"{name}.toml, line {line}: is not UTF-8") from None


def board_of(name: str, text: str, services: Collection[str]) -> Board:
    """The dashboard in `text`, of numbers of `services`; BoardFileError names file, line and what is there instead."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BoardFileError(f"{name}.toml: {error}") from None
    wrong = [*_wrong_at_top(content), *_wrong_panels(content.get("panels"), services)]
    if wrong:
        lines = lines_of(text)
        raise BoardFileError("\n".join(f"{name}.toml, line {_line(lines, at, key)}: {said}" for at, key, said in wrong))
    panels = tuple(_panel(each) for each in content["panels"])
    return Board(name=name, title=content["title"].strip(), range=content["range"], panels=panels)


def _wrong_at_top(content: Mapping[str, Any]) -> Iterator[tuple[int, str, str]]:
    for key in sorted(set(content) - set(_BOARD_KEYS)):
        yield 0, key, f"{one_line(key, _LONGEST_KEY)} is unknown; a dashboard has {', '.join(_BOARD_KEYS)}"
    title = content.get("title")
    if not isinstance(title, str) or not 0 < len(title.strip()) <= LONGEST_TITLE:
        yield 0, "title", f"title must be a text of at most {LONGEST_TITLE} letters"
    if content.get("range") not in RANGES:
        yield 0, "range", f"range must be one of {', '.join(RANGES)}"
    panels = content.get("panels")
    if not isinstance(panels, list) or not 0 < len(panels) <= MOST_PANELS:
        yield 0, "panels", f"there must be one to {MOST_PANELS} [[panels]]"


def _wrong_panels(panels: object, services: Collection[str]) -> Iterator[tuple[int, str, str]]:
    for at, given in enumerate(panels if isinstance(panels, list) else (), 1):
        if not isinstance(given, Mapping):
            yield at, "", "a panel must be a table with service and metric"
            continue
        wrong = list(_wrong_keys(given))
        yield from ((at, key, said) for key, said in wrong)
        if not wrong and (problem := problem_of(_panel(given), services)):
            yield at, problem[0], f"{problem[0]} {problem[1]}"


def _wrong_keys(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in sorted(set(given) - set(_PANEL_KEYS)):
        yield key, f"{one_line(key, _LONGEST_KEY)} is unknown; a panel has {', '.join(_PANEL_KEYS)}"
    for key in ("service", "metric"):
        if not isinstance(given.get(key), str):
            yield key, f"{key} is missing, or no text"
    if given.get("kind", "line") not in list(PanelKind):
        yield "kind", f"kind must be one of {', '.join(PanelKind)}"
    if not isinstance(given.get("group", ""), str):
        yield "group", "group must be a text"


def _panel(given: Mapping[str, Any]) -> Panel:
    return Panel(
        service=given["service"],
        metric=given["metric"],
        kind=PanelKind(given.get("kind", "line")),
        group=given.get("group", ""),
    )


def _line(lines: Mapping[Place, int], panel: int, key: str) -> int:
    """Of the key, or of what it should stand in."""
    return lines.get((panel, key)) or lines.get((panel, "")) or lines.get((0, "panels"), 1)
