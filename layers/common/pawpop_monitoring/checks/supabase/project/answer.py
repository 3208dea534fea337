"""One GET, and what its answer is worth. No sentence names a host or a key."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import httpx

from pawpop_monitoring.checks.supabase.project.keys import USER_AGENT
from pawpop_monitoring.domain.readings.supabase_project import ServiceState
from pawpop_monitoring.outbound import http_client
from pawpop_monitoring.outbound.call_errors import CallError, Kind
from pawpop_monitoring.outbound.deadline import Deadline

_SECONDS = 4.0
_SERVER_ERROR = 500

_REFUSALS = {
    401: "does not accept the key (401)",
    403: "forbids what this key asks (403)",
    404: "is not there (404)",
}
_FOR_THE_KEY = (401, 403)
"""With these, the plan or the key does not let us ask: a capability is absent, nothing is down."""

Answer = http_client.Answer
"""A success."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Anything else: the state that follows, and why, as the end of a sentence. `code` is what the body names.

    `refused`: for the key.
    """

    state: ServiceState
    reason: str
    code: str = ""
    refused: bool = False


_UNSENDABLE = Trouble(ServiceState.UNKNOWN, "can't be asked: its address or the key has a form that can't be sent")
_BY_KIND: Mapping[Kind, Trouble] = MappingProxyType(
    {
        Kind.BAD_ADDRESS: _UNSENDABLE,
        Kind.UNSENDABLE: _UNSENDABLE,
        Kind.NO_NAME: Trouble(ServiceState.UNHEALTHY, "has a name that can't be resolved"),
        Kind.REFUSED: Trouble(ServiceState.UNHEALTHY, "refuses connections"),
        Kind.NO_ROUTE: Trouble(ServiceState.UNHEALTHY, "can't be reached"),
        Kind.CERTIFICATE: Trouble(ServiceState.UNHEALTHY, "has a certificate that can't be verified"),
        Kind.UNREACHABLE: Trouble(ServiceState.UNHEALTHY, "can't be reached"),
        Kind.TOO_SLOW: Trouble(ServiceState.UNHEALTHY, "did not answer in time"),
        Kind.BROKEN_OFF: Trouble(ServiceState.UNHEALTHY, "broke off in the middle of its answer"),
        Kind.TOO_LARGE: Trouble(
            ServiceState.UNHEALTHY, "answers far more than it should; that was not read to its end"
        ),
        Kind.ENCODING: Trouble(ServiceState.UNHEALTHY, "packs its answer in a way that can't be read"),
    }
)


def get(
    client: httpx.Client,
    url: str,
    headers: Mapping[str, str],
    params: Mapping[str, Any],
    most_bytes: int = http_client.MOST_BYTES,
) -> Answer | Trouble:
    """Ask once; every failure is an answer too."""
    request = http_client.Request(url, {"User-Agent": USER_AGENT, **headers}, params)
    try:
        answer = http_client.ask(client, request, Deadline(_SECONDS), most_bytes)
    except CallError as error:
        return _BY_KIND[error.kind]
    return answer if answer.is_success else _trouble_of_status(answer)


def json_of(answer: Answer) -> Any:
    """The content, or None if it is not JSON."""
    try:
        return answer.json()
    except ValueError:
        return None


def no_json(answer: Answer) -> Trouble:
    """A success that says nothing."""
    what = "a web page instead of JSON" if answer.is_page else "something that is not complete JSON"
    return Trouble(ServiceState.UNHEALTHY, f"answers with {what}")


def _trouble_of_status(answer: Answer) -> Trouble:
    status = answer.status
    if status in _REFUSALS:
        return Trouble(ServiceState.ABSENT, _REFUSALS[status], _code_in(answer), refused=status in _FOR_THE_KEY)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return Trouble(ServiceState.UNKNOWN, "limits how often it may be asked (429)")
    if status >= _SERVER_ERROR:
        return Trouble(ServiceState.UNHEALTHY, f"has an error of its own ({status})", _code_in(answer))
    return Trouble(ServiceState.UNKNOWN, f"does not understand the question ({status})", _code_in(answer))


def _code_in(answer: Answer) -> str:
    body = json_of(answer)
    code = body.get("code") if isinstance(body, dict) else None
    return code if isinstance(code, str) else ""
