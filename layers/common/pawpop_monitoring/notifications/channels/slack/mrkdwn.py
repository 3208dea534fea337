"""Text as Slack takes it: its three control characters escaped, and no longer than a place holds."""

from pawpop_monitoring.domain.text import ELLIPSIS
from pawpop_monitoring.notifications.content.plain_text import one_line, shorten

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LAST_OF_ONE_UNIT = "\uffff"


def escaped(text: str, limit: int) -> str:
    """On one line, harmless, and at most `limit` units long when it is escaped; nothing in it calls anybody."""
    fitting = one_line(text, limit)
    while (long := size(fitting.translate(_ESCAPES))) > limit:
        if len(fitting) == 1:
            return ELLIPSIS
        fitting = shorten(fitting, max(1, min(len(fitting) - 1, len(fitting) * limit // long)))
    return fitting.translate(_ESCAPES)


def link(url: str, label: str) -> str:
    """A link of `url`, which must be one of ours; `label` is escaped already."""
    return f"<{url.translate(_ESCAPES).replace('|', '%7C')}|{label}>"


def size(text: str) -> int:
    """UTF-16 units: Slack counts an emoji as two, or as one; this is the safe side."""
    return len(text) + sum(letter > _LAST_OF_ONE_UNIT for letter in text)
