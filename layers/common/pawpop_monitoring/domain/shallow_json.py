"""JSON text that any parser takes: parsers end at some depth and length of a number, and callers lose all they said."""

import re

from pawpop_monitoring.domain.text import ELLIPSIS

DEEPEST = 64
_LONGEST_NUMBER = 400
_SHOWN_DIGITS = 40
_TOKEN = re.compile(rf'"(?:[^"\\]|\\.)*+"|[\[\]{{}}]|(?<![0-9.eE+-])-?[0-9]{{{_LONGEST_NUMBER},}}+(?![.eE])', re.DOTALL)


def shallow(text: str) -> str:
    """`text` with what lies deeper than 64 levels as an ellipsis, and integers of 400 digits as their beginning.

    What is no JSON stays none, and what needs nothing stays as it is.
    """
    kept: list[str] = []
    depth = taken = 0
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "[" | "{":
                depth += 1
                if depth == DEEPEST + 1:
                    kept.append(f'{text[taken : token.start()]}"{ELLIPSIS}"')
            case "]" | "}":
                taken = token.end() if depth == DEEPEST + 1 else taken
                depth -= 1
            case number if depth <= DEEPEST and number[0] != '"':
                kept.append(f'{text[taken : token.start()]}"{number[:_SHOWN_DIGITS]}{ELLIPSIS}"')
                taken = token.end()
    return "".join(kept) + text[taken:] if depth <= DEEPEST else text
