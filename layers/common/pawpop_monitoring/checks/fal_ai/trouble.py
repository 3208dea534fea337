"""Every way in which a call to fal.ai fails, as a sentence a person understands. None names a host or a key."""

import httpx

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

# httpx tells these apart only in the text of the operating system.
_CONNECT_TROUBLES = {
    "refused": "fal.ai refuses connections.",
    "name or service not known": "The name of fal.ai's host can't be resolved.",
    "name resolution": "The name of fal.ai's host can't be resolved.",
    "certificate": "fal.ai's certificate can't be verified.",
}


def trouble_of_transport(error: Exception) -> FalError:
    """What went wrong before there was an answer."""
    match error:
        case httpx.TimeoutException():
            return FalDownError("fal.ai did not answer in time.")
        case httpx.ConnectError():
            text = str(error).lower()
            known = (sentence for needle, sentence in _CONNECT_TROUBLES.items() if needle in text)
            return FalDownError(next(known, "fal.ai can't be reached."))
        case httpx.LocalProtocolError() | httpx.UnsupportedProtocol():
            return FalUndecidedError(_UNSENDABLE)
        case httpx.TransportError():
            return FalDownError("fal.ai broke off in the middle of its answer.")
    return FalUndecidedError(_UNSENDABLE)


def trouble_of_status(response: httpx.Response) -> FalError | None:
    """What the status says; None if it is a success."""
    status = response.status_code
    if response.is_success:
        return None
    if status in _REFUSALS:
        return FalDownError(_REFUSALS[status] + _quoted(response))
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return FalUndecidedError(f"fal.ai answers, but limits how often it may be asked (429){_patience(response)}.")
    if status >= _SERVER_ERROR:
        return FalDownError(f"fal.ai has an error of its own ({status}).")
    advice = "check FAL_BASE_URL and FAL_PROBE_ENDPOINT_ID"
    return FalUndecidedError(f"fal.ai does not understand the question ({status}); {advice}." + _quoted(response))


def trouble_of_content(response: httpx.Response) -> FalError:
    """What a success without JSON means."""
    if response.text.lstrip().startswith("<"):
        return FalDownError("fal.ai answered with a web page instead of JSON.")
    return FalDownError("fal.ai's answer is not complete JSON.")


def _patience(response: httpx.Response) -> str:
    seconds = response.headers.get("retry-after", "")
    return f" and asks to wait {seconds} s" if seconds.isdecimal() else ""


def _quoted(response: httpx.Response) -> str:
    """What fal.ai itself says, on one line."""
    try:
        message = response.json()["error"]["message"]
    except (ValueError, LookupError, TypeError):
        return ""
    text = " ".join(message.split())[:_LONGEST_QUOTE] if isinstance(message, str) else ""
    return f' It says: "{text}"' if text else ""
