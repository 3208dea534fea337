"""Mentions: `@all` in a text makes phones ring in a chat, and mails go out at Datadog."""

import re

from pawpop_monitoring.notifications.content.plain_text import shorten

_MENTION = re.compile(r"(?<!\w)@(?=\w)")
_NO_WIDTH = "\u200b"


def uncalled(text: str, limit: int) -> str:
    """At most `limit` long, with a letter of no width in each mention, which anybody may have written; mail addresses
    stay as they are.
    """
    return shorten(_MENTION.sub(f"@{_NO_WIDTH}", text), limit)
