"""Tables for a terminal."""

import os
import shutil
import sys
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime

_COLOURS = {
    "healthy": "32",
    "resolved": "32",
    "warning": "33",
    "medium": "33",
    "high": "33",
    "active": "33",
    "unknown": "35",
    "critical": "1;31",
    "down": "1;31",
}
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def show(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under heads; statuses and severities are coloured where colours are wanted.

    Where the terminal is narrower than that, each row's last cell stands below the others, and nothing is cut off.
    """
    if (room := _room()) is not None and _width_of(heads, rows) > room:
        _show_narrow(heads, rows, room)
        return
    widths = [max(len(cell) for cell in column) for column in zip(heads, *rows, strict=True)]
    print("  ".join(head.ljust(width) for head, width in zip(heads, widths, strict=True)).rstrip())
    for row in rows:
        print("  ".join(coloured(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip())


def print_wrapped(line: str) -> None:
    """One line of prose, folded to the terminal, its continuation indented as its beginning is and a little more."""
    text, room = printable(line), _room()
    if room is None or len(text) <= room:
        print(text)
        return
    indent = " " * (len(text) - len(text.lstrip()))
    words = textwrap.TextWrapper(
        room, initial_indent=indent, subsequent_indent=f"{indent}    ", break_long_words=False, break_on_hyphens=False
    )
    print(*words.wrap(text.strip()), sep="\n")


def _room() -> int | None:
    """Columns of the terminal; None where the text goes elsewhere, to be read by a program."""
    if os.environ.get("COLUMNS", "").isdecimal():
        return max(20, int(os.environ["COLUMNS"]))
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _width_of(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    widths = [max(len(cell) for cell in column) for column in zip(heads, *rows, strict=True)]
    return sum(widths) + 2 * (len(widths) - 1)


def _show_narrow(heads: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> None:
    most = [row[:-1] for row in (heads, *rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*most, strict=True)]
    is_aligned = sum(widths) + 2 * (len(widths) - 1) <= room
    for row in (heads, *rows):
        if is_aligned:
            print("  ".join(coloured(cell, width) for cell, width in zip(row, widths, strict=False)).rstrip())
        else:
            print(*_wrapped("  ".join(map(printable, row[:-1])), room, ""), sep="\n")
        for line in _wrapped(printable(row[-1]), room, "    "):
            print(line)


def _wrapped(text: str, room: int, indent: str) -> list[str]:
    return textwrap.wrap(text, room, initial_indent=indent, subsequent_indent=indent or "  ") or []


def coloured(cell: str, width: int = 0) -> str:
    """The cell, padded; in colour if it is a status or a severity."""
    padded = printable(cell).ljust(width)
    colour = _COLOURS.get(cell)
    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return f"\033[{colour}m{padded}\033[0m" if colour and wanted else padded


def printable(text: str) -> str:
    """`text` without anything that would steer the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def ago(moment: str | None, now: str | None) -> str:
    """How long ago an ISO time was, in its largest unit, at `now` as the API said: our own clock may be wrong."""
    if moment is None:
        return "never"
    present = datetime.fromisoformat(now) if now else datetime.now(UTC)
    seconds = int((present - datetime.fromisoformat(moment)).total_seconds())
    for length, unit in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
        if seconds >= length:
            return f"{seconds // length} {unit}"
    return f"{max(0, seconds)} s"


def number(value: float | None, unit: str) -> str:
    """A measured value; a dash for what is not known."""
    return "-" if value is None else f"{value:g} {unit}"
