"""What scripts read in place of a table: the API's own answer."""

import json
from argparse import Namespace
from typing import Any

_BASIC_PLANE = 0xFFFF


def print_json(answer: dict[str, Any], options: Namespace) -> bool:
    """Print `answer` if --json asks for it; True if it did."""
    if options.json:
        print(terminal_json(answer, indent=2))
    return bool(options.json)


def terminal_json(value: object, indent: int | None = None) -> str:
    """`value` as JSON that steers no terminal: letters stay readable, what can't be printed is escaped."""
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    return "".join(
        character if character.isprintable() or character == "\n" else _escaped(character) for character in text
    )


def _escaped(character: str) -> str:
    return f"\\u{ord(character):04x}" if ord(character) <= _BASIC_PLANE else json.dumps(character)[1:-1]
