"""Slack's Web API, as far as telling needs it: four methods, one call each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from pawpop_monitoring.domain.errors import DeliveryError
from pawpop_monitoring.notifications.channels.asking import asked
from pawpop_monitoring.notifications.channels.refusals import refused, retry_after
from pawpop_monitoring.notifications.channels.slack.answers import judge
from pawpop_monitoring.notifications.claims import RefusalError
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.http_client import Answer, Request

WHO = "Slack"
_MOST_BYTES = 4_000_000
_PAGE = 200
_MOST_PAGES = 5
_QUIET = {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none"}
_SERVER_ERROR = 500

type Message = Mapping[str, Any]


class SlackRefusalError(RefusalError):
    """Slack says no: its `error`, empty where it says none, and what to raise if nothing else helps."""

    def __init__(self, error: str, meaning: DeliveryError) -> None:
        super().__init__(error, meaning)
        self.error = error


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message is: the id of its channel, and its time, which is its name there."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class SlackApi:
    """Raises SlackRefusalError for a no, and RetryableDeliveryError where there is no answer."""

    client: httpx.Client
    token: str
    base_url: str

    def post(self, channel: str, fields: Mapping[str, Any], deadline: Deadline) -> Posted:
        """chat.postMessage."""
        answer = self._call("chat.postMessage", {"channel": channel, **_QUIET, **fields}, deadline)
        return Posted(str(answer.get("channel") or channel), str(answer.get("ts") or ""))

    def update(self, posted: Posted, fields: Mapping[str, Any], deadline: Deadline) -> None:
        """chat.update, which may be repeated: what it says replaces what was said."""
        place = {"channel": posted.channel, "ts": posted.ts, "link_names": False, "parse": "none"}
        self._call("chat.update", {**place, **fields}, deadline)

    def history(self, channel: str, oldest: float, deadline: Deadline) -> Sequence[Message]:
        """Messages of the channel with their metadata, those in threads left out, of the latest thousand."""
        return self._pages("conversations.history", {"channel": channel, "oldest": f"{oldest:.6f}"}, deadline)

    def replies(self, posted: Posted, deadline: Deadline) -> Sequence[Message]:
        """Messages of a thread with their metadata."""
        return self._pages("conversations.replies", {"channel": posted.channel, "ts": posted.ts}, deadline)

    def _pages(self, method: str, query: Mapping[str, Any], deadline: Deadline) -> Sequence[Message]:
        asked_for = {"include_all_metadata": "true", "limit": _PAGE, **query}
        messages: list[Message] = []
        cursor: dict[str, str] = {}
        for _ in range(_MOST_PAGES):
            answer = self._read(method, asked_for | cursor, deadline)
            found = answer.get("messages")
            messages += [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
            following = answer.get("response_metadata")
            next_cursor = following.get("next_cursor") if isinstance(following, Mapping) else None
            if not next_cursor:
                break
            cursor = {"cursor": str(next_cursor)}
        return messages

    def _call(self, method: str, content: Mapping[str, Any], deadline: Deadline) -> Mapping[str, Any]:
        headers = self._headers() | {"Content-Type": "application/json; charset=utf-8"}
        request = Request(f"{self.base_url}/{method}", headers, content=content)
        return _taken(asked(WHO, self.client, request, _MOST_BYTES, deadline))

    def _read(self, method: str, query: Mapping[str, Any], deadline: Deadline) -> Mapping[str, Any]:
        request = Request(f"{self.base_url}/{method}", self._headers(), params=query)
        return _taken(asked(WHO, self.client, request, _MOST_BYTES, deadline))

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def _taken(answer: Answer) -> Mapping[str, Any]:
    read = _content(answer)
    if answer.is_success and read is not None and read.get("ok") is True:
        return read
    error = str(read.get("error") or "") if read is not None and read.get("ok") is False else ""
    # A success that can't be read is one of which nobody knows: it is treated like a server that broke off.
    status = _SERVER_ERROR if answer.is_success and not error else answer.status
    said = error or f"{answer.status} with a content that can't be read"
    told = retry_after(answer.headers)
    raise SlackRefusalError(error, refused(WHO, said, judge(error, status), told, answer.status))


def _content(answer: Answer) -> Mapping[str, Any] | None:
    try:
        read = answer.json()
    except ValueError:
        return None
    return read if isinstance(read, Mapping) else None
