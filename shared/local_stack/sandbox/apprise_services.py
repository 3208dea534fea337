"""Discord, Telegram and ntfy, as far as a message of text goes, with what they refuse and how they say so."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from local_stack.sandbox.wire import Json, Request, Response

MAX_DISCORD, MAX_TELEGRAM, MAX_NTFY = 2000, 4096, 4096
GONE_WEBHOOK, GONE_CHAT = "404", "-404"
"""A webhook of Discord, and a chat of Telegram, that are not there any more."""
_TOKEN = re.compile(r"/bot\d{6,}:[\w-]{30,}/(\w+)")
_TAGS = frozenset({"b", "strong", "i", "em", "u", "s", "code", "pre", "a", "tg-spoiler", "blockquote"})


@dataclass(frozen=True, slots=True)
class Note:
    """What a person reads there."""

    title: str
    message: str


type Taken = Response | Note


@dataclass(frozen=True, slots=True)
class Service:
    """`take` answers what is wrong with a call, or what it says, and `done` what is answered if nothing is."""

    take: Callable[[Request], Taken]
    done: Json


def _discord(request: Request) -> Taken:
    given = _object(request)
    parts = request.path.strip("/").split("/")
    if parts[:2] != ["api", "webhooks"] or len(parts) != 4 or parts[2] == GONE_WEBHOOK:  # noqa: PLR2004
        return Response(404, {"message": "Unknown Webhook", "code": 10015})
    content = given.get("content")
    if not isinstance(content, str) or not content.strip():
        return Response(400, {"message": "Cannot send an empty message", "code": 50006})
    if len(content) > MAX_DISCORD:
        return Response(400, {"content": [f"Must be {MAX_DISCORD} or fewer in length."]})
    title, _, text = content.partition("\n")
    return Note(title.strip(), text)


def _telegram(request: Request) -> Taken:
    found, given = _TOKEN.fullmatch(request.path), _object(request)
    if found is None:
        return _no(404, "Not Found")
    if found[1] != "sendMessage" or not given.get("text"):
        return _no(400, "Bad Request: message text is empty")
    if str(given.get("chat_id")) == GONE_CHAT:
        return _no(400, "Bad Request: chat not found")
    text = str(given["text"])
    if len(text) > MAX_TELEGRAM:
        return _no(400, "Bad Request: message is too long")
    shown = _Shown(text)
    if given.get("parse_mode") == "HTML" and shown.wrong:
        return _no(400, f"Bad Request: can't parse entities: {shown.wrong}")
    title, _, rest = shown.text.partition("\n")
    return Note(title.strip(), rest)


def _ntfy(request: Request) -> Taken:
    given = _object(request)
    if not isinstance(given.get("topic"), str) or not given["topic"]:
        return Response(400, {"code": 40009, "http": 400, "error": "invalid request: topic invalid"})
    message = str(given.get("message", "triggered"))
    if len(message.encode()) > MAX_NTFY:
        return Response(413, {"code": 41301, "http": 413, "error": "attachment too large"})
    return Note(str(given.get("title", "")), message)


class _Shown(HTMLParser):
    """Text of Telegram's HTML; `wrong` says what it can't be, empty if it can."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.wrong, self.text, self._open = "", "", list[str]()
        self.feed(text)
        self.close()
        if self._open and not self.wrong:
            self.wrong = f"Can't find end tag corresponding to start tag {self._open[-1]}"

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if tag not in _TAGS:
            self.wrong = self.wrong or f'Unsupported start tag "{tag}"'
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.wrong = self.wrong or f'Unexpected end tag "{tag}"'

    def handle_data(self, data: str) -> None:
        self.text += data


def _object(request: Request) -> dict[str, Any]:
    try:
        given = json.loads(request.body)
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}


def _no(status: int, description: str) -> Response:
    return Response(status, {"ok": False, "error_code": status, "description": description})


SERVICES: Mapping[str, Service] = {
    "discord.com": Service(_discord, {"id": "1"}),
    "api.telegram.org": Service(_telegram, {"ok": True, "result": {"message_id": 1}}),
    "ntfy.sh": Service(_ntfy, {"id": "1", "event": "message"}),
}
