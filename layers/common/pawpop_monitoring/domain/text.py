"""The one place that makes text of any origin fit to be stored, queued, mailed and shown.

What is left can be encoded as UTF-8, is XML 1.0 as SQS demands it, and holds nothing that Postgres refuses or
that hides or reorders what stands beside it. All functions leave what they have made as it is.
"""

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Stands for what is no character: half of a surrogate pair, NUL and other controls, U+FFFE and its like."""
ELLIPSIS = "…"

_SURROGATE = re.compile("[\ud800-\udfff]")
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_JOINERS = "\u200c\u200d"
"""Kept: Persian words need the one, emoji are made of the other."""
# Format characters without a shape: soft hyphen, zero-width spaces, every bidirectional control, annotations, musical
# and shorthand controls, tags. Not the joiners, nor the Arabic number signs, which have one.
_HIDDEN = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
_FLAG = "(\U0001f3f4[\U000e0020-\U000e007e]{1,32}\U000e007f)"
"""The flag of England is a black one and its tags."""
_FLAGS = re.compile(_FLAG)
_UNFIT = re.compile(
    f"{_FLAG}"
    "|(?P<line>\r\n|[\r\v\f\x85\u2028\u2029])"
    f"|(?P<broken>[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f{_NONCHARACTERS}])"
    f"|(?P<hidden>[{_HIDDEN}])"
)
_IMPOSSIBLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_CLUSTER = 32


def clean(text: str) -> str:
    """`text` with U+FFFD for what is no character, one form of line end, and nothing that is hidden."""
    if text.isascii() and text.isprintable():
        return text
    return _UNFIT.sub(_fitting, _paired(text))


def fit(text: str, limit: int) -> str:
    """Clean, its lines kept, and at most `limit` (1 or more) characters, the last one an ellipsis if it was cut."""
    return shorten(clean(text), limit)


def one_line(text: str, limit: int) -> str:
    """On one line with single spaces, also for what breaks a line or hides, and at most `limit` characters."""
    # A text of a megabyte is not worth reading to its end.
    parts = _FLAGS.split(_paired(text[: limit * 8]))
    shown = "".join(part if index % 2 else _visible(part) for index, part in enumerate(parts))
    return shorten(" ".join(shown.split()), limit)


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, the last one an ellipsis where something was cut off; no emoji is cut in two."""
    if len(text) <= limit:
        return text
    return clean(text[: _whole(text, limit - 1)]).rstrip(f" \t\n{_JOINERS}") + ELLIPSIS


def sendable(text: str) -> str:
    """`text` with U+FFFD for what no XML 1.0 document can hold, and all else as it is: for JSON text on its way."""
    return _IMPOSSIBLE.sub(REPLACEMENT, _paired(text))


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter in _JOINERS else " " for letter in text)


def _paired(text: str) -> str:
    """Without surrogates: a pair is the character that it stands for, half of one is no character."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _fitting(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    if match["line"]:
        return "\n"
    return REPLACEMENT if match["broken"] else ""


def _whole(text: str, end: int) -> int:
    """The last place up to `end` that is not within what is shown as one."""
    for place in range(end, max(0, end - _LONGEST_CLUSTER), -1):
        if not _continues(text[place]) and text[place - 1] not in _JOINERS:
            return place
    return end


def _continues(character: str) -> bool:
    return (
        character in _JOINERS
        or unicodedata.category(character).startswith("M")
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= character <= "\U000e007f"  # tags
    )
