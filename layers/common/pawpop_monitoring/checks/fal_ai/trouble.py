"""Every way in which a call to fal.ai fails, as a sentence a person understands. None names a host or a key."""

from collections.abc import Mapping
from types import MappingProxyType

from pawpop_monitoring.domain.text import one_line
from pawpop_monitoring.outbound.call_errors import CallError, Kind
from pawpop_monitoring.outbound.http_client import Answer

_TOO_MANY_REQUESTS = 429
_MOST_DIGITS = 5
_SERVER_ERROR = 500
_LONGEST_QUOTE = 160
_UNSENDABLE = "fal.ai can't be asked: FAL_BASE_URL or the key has a form that can't be sent."


class FalError(Exception):
    """A call brought nothing; the text says why."""


class FalDownError(FalError):
    """fal.ai can't be used like this: it is broken or away, or does not take the key."""


class FalUndecidedError(FalError):
    """fal.ai is there, but its answer says nothing of whether it can be used."""


_REFUSALS = {
    401: "fal.ai rejects the key (401); it was revoked or is mistyped.",
    402: "fal.ai asks for payment (402); the account's credit is used up.",
    403: "fal.ai forbids what this key asks (403); the account is locked, or the key has too little scope.",
}

_BY_KIND: Mapping[Kind, tuple[type[FalError], str]] = MappingProxyType(
    {
        Kind.BAD_ADDRESS: (FalUndecidedError, _UNSENDABLE),
        Kind.UNSENDABLE: (FalUndecidedError, _UNSENDABLE),
        Kind.NO_NAME: (FalDownError, "The name of fal.ai's host can't be resolved."),
        Kind.REFUSED: (FalDownError, "fal.ai refuses connections."),
        Kind.CERTIFICATE: (FalDownError, "fal.ai's certificate can't be verified."),
        Kind.NO_ROUTE: (FalDownError, "fal.ai can't be reached."),
        Kind.UNREACHABLE: (FalDownError, "fal.ai can't be reached."),
        Kind.TOO_SLOW: (FalDownError, "fal.ai did not answer in time."),
        Kind.BROKEN_OFF: (FalDownError, "fal.ai broke off in the middle of its answer."),
        Kind.TOO_LARGE: (FalDownError, "fal.ai's answer is far larger than it should be; it was not read to its end."),
        Kind.ENCODING: (FalDownError, "fal.ai's answer is packed in a way that can't be read."),
    }
)


def trouble_of_call(error: CallError) -> FalError:
    """What went wrong before there was a whole answer."""
    kind, sentence = _BY_KIND[error.kind]
    return kind(sentence)


def trouble_of_status(answer: Answer) -> FalError | None:
    """What the status says; None if it is a success."""
    status = answer.status
    if answer.is_success:
        return None
    if status in _REFUSALS:
        return FalDownError(_REFUSALS[status] + _quoted(answer))
    if status == _TOO_MANY_REQUESTS:
        return FalUndecidedError(f"fal.ai answers, but limits how often it may be asked (429){_patience(answer)}.")
    if status >= _SERVER_ERROR:
        return FalDownError(f"fal.ai has an error of its own ({status}).")
    advice = "check FAL_BASE_URL and FAL_PROBE_ENDPOINT_ID"
    return FalUndecidedError(f"fal.ai does not understand the question ({status}); {advice}." + _quoted(answer))


def trouble_of_content(answer: Answer) -> FalError:
    """What a success without JSON means."""
    if answer.is_page:
        return FalDownError("fal.ai answered with a web page instead of JSON.")
    return FalDownError("fal.ai's answer is not complete JSON.")


def _patience(answer: Answer) -> str:
    seconds = answer.headers.get("retry-after", "")
    return (
        f" and asks to wait {seconds} s"
        if seconds.isascii() and seconds.isdecimal() and len(seconds) <= _MOST_DIGITS
        else ""
    )


def _quoted(answer: Answer) -> str:
    """What fal.ai itself says, on one line."""
    try:
        message = answer.json()["error"]["message"]
    except (ValueError, LookupError, TypeError):
        return ""
    text = one_line(message, _LONGEST_QUOTE) if isinstance(message, str) else ""
    return f' It says: "{text}"' if text else ""
