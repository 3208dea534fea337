"""One tracking route of the monitoring API, as a client sees it."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from pawpop_monitoring.tracking.client.report import Report

_TIMEOUT_SECONDS = 3.0
_LONGEST_ANSWER = 100_000
_LONGEST_PROBLEM = 300
_CONTENT_IS_WRONG = frozenset(
    {HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY}
)
_PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
_NO_ANSWER: Mapping[int, str] = {}


class Address(NamedTuple):
    """Where to report to, and as whom."""

    api_url: str
    token: str


class Answer(NamedTuple):
    """What became of a batch. `status` is None without any answer; `rejected` has the reasons by place."""

    status: int | None
    problem: str = ""
    rejected: Mapping[int, str] = _NO_ANSWER

    @property
    def arrived(self) -> bool:
        """All but the rejected ones are taken."""
        return self.status is not None and HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def passes(self) -> bool:
        """The same again may work in a moment."""
        return self.status is None or self.status in _PASSING or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR

    @property
    def splits(self) -> bool:
        """Something that was sent is wrong, and what stands beside it may be right."""
        return self.status in _CONTENT_IS_WRONG


class Route:
    """Posts batches to the route of that `name`."""

    def __init__(self, address: Address, name: str) -> None:
        self.name = name
        self._url = f"{address.api_url.rstrip('/')}/api/monitoring/track/{name}"
        self._headers = {"Content-Type": "application/json", "Authorization": f"Bearer {address.token}"}

    def post(self, reports: Sequence[Report]) -> Answer:
        """One attempt; trouble is an answer."""
        body = f'{{"items": [{", ".join(report.text for report in reports)}]}}'.encode()
        request = urllib.request.Request(self._url, body, self._headers, method="POST")  # noqa: S310 - the operator's own
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as response:  # noqa: S310
                return Answer(response.status, rejected=_rejected(response.read(_LONGEST_ANSWER)))
        except urllib.error.HTTPError as error:
            with error:
                content = _content(error)
            problem = f"HTTP {error.code} {content.decode(errors='replace')}"[:_LONGEST_PROBLEM]
            return Answer(error.code, problem, _rejected(content))
        except Exception as error:  # noqa: BLE001 - whatever it is, it must stay here
            return Answer(None, f"{type(error).__name__}: {error}"[:_LONGEST_PROBLEM])


def _content(error: urllib.error.HTTPError) -> bytes:
    try:
        return error.read(_LONGEST_ANSWER)
    except Exception:  # noqa: BLE001 - the status is known, and enough
        return b""


def _rejected(content: bytes) -> dict[int, str]:
    """Empty unless the API says which items it has not taken."""
    try:
        rejected: list[Mapping[str, Any]] = json.loads(content)["rejected"]
        return {int(item["index"]): str(item["error"])[:_LONGEST_PROBLEM] for item in rejected}
    except (ValueError, KeyError, TypeError):
        return {}
