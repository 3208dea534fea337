"""One GET, and what its answer is worth. No sentence names a host or a key."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from pawpop_monitoring.checks.supabase.project.keys import USER_AGENT
from pawpop_monitoring.domain.readings.supabase_project import ServiceState

_TIMEOUT = httpx.Timeout(connect=2.0, read=3.0, write=2.0, pool=1.0)
_SERVER_ERROR = 500

_REFUSALS = {
    401: "does not accept the key (401)",
    403: "forbids what this key asks (403)",
    404: "is not there (404)",
}
"""With these, the plan or the key does not let us ask: a capability is absent, nothing is down."""

# httpx tells these apart only in the text of the operating system.
_CONNECT_TROUBLES = {
    "refused": "refuses connections",
    "name or service not known": "has a name that can't be resolved",
    "name resolution": "has a name that can't be resolved",
    "certificate": "has a certificate that can't be verified",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A success."""

    text: str
    is_page: bool
    milliseconds: float

    def json(self) -> Any:
        """The content, or None if it is not JSON."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Anything else: the state that follows, and why, as the end of a sentence. `code` is what the body names."""

    state: ServiceState
    reason: str
    code: str = ""


def get(client: httpx.Client, url: str, headers: Mapping[str, str], params: Mapping[str, Any]) -> Answer | Trouble:
    """Ask once; every failure is an answer too."""
    started = time.perf_counter()
    try:
        response = client.get(url, params=params, headers={"User-Agent": USER_AGENT, **headers}, timeout=_TIMEOUT)
    except httpx.TransportError as error:
        return _trouble_of_transport(error)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeEncodeError):
        return Trouble(ServiceState.UNKNOWN, "can't be asked: its address or the key has a form that can't be sent")
    if not response.is_success:
        return _trouble_of_status(response)
    is_page = response.text.lstrip().startswith("<")
    return Answer(response.text, is_page, (time.perf_counter() - started) * 1000)


def no_json(answer: Answer) -> Trouble:
    """A success that says nothing."""
    what = "a web page instead of JSON" if answer.is_page else "something that is not complete JSON"
    return Trouble(ServiceState.UNHEALTHY, f"answers with {what}")


def _trouble_of_transport(error: httpx.TransportError) -> Trouble:
    match error:
        case httpx.TimeoutException():
            return Trouble(ServiceState.UNHEALTHY, "did not answer in time")
        case httpx.UnsupportedProtocol() | httpx.LocalProtocolError():
            return Trouble(ServiceState.UNKNOWN, "can't be asked: its address or the key has a form that can't be sent")
        case httpx.ConnectError():
            text = str(error).lower()
            known = (sentence for needle, sentence in _CONNECT_TROUBLES.items() if needle in text)
            return Trouble(ServiceState.UNHEALTHY, next(known, "can't be reached"))
    return Trouble(ServiceState.UNHEALTHY, "broke off in the middle of its answer")


def _trouble_of_status(response: httpx.Response) -> Trouble:
    status = response.status_code
    if status in _REFUSALS:
        return Trouble(ServiceState.ABSENT, _REFUSALS[status], _code_in(response))
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return Trouble(ServiceState.UNKNOWN, "limits how often it may be asked (429)")
    if status >= _SERVER_ERROR:
        return Trouble(ServiceState.UNHEALTHY, f"has an error of its own ({status})", _code_in(response))
    return Trouble(ServiceState.UNKNOWN, f"does not understand the question ({status})", _code_in(response))


def _code_in(response: httpx.Response) -> str:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return ""
    code = body.get("code") if isinstance(body, dict) else None
    return code if isinstance(code, str) else ""
