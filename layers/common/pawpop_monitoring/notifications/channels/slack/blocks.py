"""Blocks of a message, each within Slack's limits."""

import json
from collections.abc import Sequence
from typing import Any

from pawpop_monitoring.notifications.channels.slack.mrkdwn import size

type Block = dict[str, Any]

MAX_HEADER = 150
MAX_SECTION = 3000
MOST_FIELDS = 10
_MAX_BUTTON = 75
_MAX_URL = 3000


def header(text: str) -> Block:
    """`text` is escaped, of at most `MAX_HEADER`."""
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def section(text: str) -> Block:
    """A paragraph of escaped text."""
    return {"type": "section", "text": _mrkdwn(text)}


def fields(texts: Sequence[str]) -> Block:
    """Up to ten short texts in two columns."""
    return {"type": "section", "fields": [_mrkdwn(text) for text in texts[:MOST_FIELDS]]}


def context(texts: Sequence[str]) -> Block:
    """Small print, up to ten texts."""
    return {"type": "context", "elements": [_mrkdwn(text) for text in texts[:MOST_FIELDS]]}


def actions(buttons: Sequence[Block]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "block_id": "alert_actions", "elements": list(buttons)}


def button(action: str, label: str, value: str, *, primary: bool = False, ask: str = "") -> Block:
    """A button that sends `value`, after a question if `ask` is one."""
    pressed: Block = {
        "type": "button",
        "action_id": action,
        "text": {"type": "plain_text", "text": label[:_MAX_BUTTON], "emoji": False},
        "value": value,
    }
    if primary:
        pressed["style"] = "primary"
    if ask:
        pressed["confirm"] = {
            "title": _plain("Are you sure?"),
            "text": _plain(ask),
            "confirm": _plain("Yes"),
            "deny": _plain("No"),
        }
    return pressed


def link_button(action: str, label: str, url: str) -> Block | None:
    """A button that opens `url`; None if Slack takes no address of that length."""
    if len(url) > _MAX_URL:
        return None
    return {"type": "button", "action_id": action, "text": _plain(label[:_MAX_BUTTON]), "url": url}


def weight(blocks: Sequence[Block]) -> int:
    """What Slack's undocumented limit on all blocks together counts at most: all of their JSON."""
    return size(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


def _mrkdwn(text: str) -> Block:
    """`verbatim`: what looks like a link, a channel or a name stays text."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
