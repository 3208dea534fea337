"""What it means when Stripe's API does not answer as it should, in words and without host names or keys."""

import re
from collections.abc import Mapping
from typing import Any

import httpx

from pawpop_monitoring.domain.readings.stripe import Trouble, TroubleKind

_NAME = re.compile(r"[a-z_]{1,60}")
_NEEDS = {"balance": "Balance", "events": "Events", "webhook_endpoints": "Webhook Endpoints"}

NOT_STRIPE = Trouble(
    TroubleKind.NO_ANSWER,
    "What answered is not Stripe's API, or not in a form that is known; a proxy may be in between.",
)
UNREADABLE_KEY = Trouble(
    TroubleKind.KEY_REJECTED,
    "The Stripe API key holds characters that no key has; put the key alone into the secret.",
)
_REJECTED = Trouble(
    TroubleKind.KEY_REJECTED,
    "Stripe rejects the API key (401): it was rolled, deleted or mistyped. Put a valid one into the secret.",
)

# The longest-lived wordings of the resolver, the sockets and OpenSSL; what is not listed is just out of reach.
_BY_TEXT = {
    "refused": "Stripe's API refuses connections.",
    "name or service not known": "The name of Stripe's API can't be resolved.",
    "name resolution": "The name of Stripe's API can't be resolved.",
    "nodename nor servname": "The name of Stripe's API can't be resolved.",
    "certificate": "The certificate of Stripe's API can't be verified.",
    "unreachable": "There is no way to Stripe's API from here; look at the network of the function.",
}


def too_slow(seconds: float) -> Trouble:
    """Nothing came, or not all, within `seconds`."""
    return _no_answer(f"Stripe did not answer within {seconds:.1f} s.")


def of_error(error: httpx.HTTPError | httpx.InvalidURL, seconds: float) -> Trouble:
    """The call brought no response at all, or half of one."""
    match error:
        case httpx.TimeoutException():
            return too_slow(seconds)
        case httpx.InvalidURL() | httpx.UnsupportedProtocol():
            return _no_answer("STRIPE_BASE_URL can't be read; it must look like https://api.stripe.com.")
        case httpx.LocalProtocolError():
            return UNREADABLE_KEY
        case httpx.RemoteProtocolError() | httpx.ReadError() | httpx.DecodingError():
            return _no_answer("Stripe hung up before its answer was complete.")
    text = str(error).lower()
    return _no_answer(next((said for part, said in _BY_TEXT.items() if part in text), "Stripe's API can't be reached."))


def read(response: httpx.Response, path: str) -> Mapping[str, Any] | Trouble:
    """The JSON object of a success, or what kept it from being one."""
    answer = _json_object(response)
    if response.is_success:
        return answer if answer is not None else _unreadable(response)
    match response.status_code:
        case httpx.codes.UNAUTHORIZED:
            return _REJECTED
        case httpx.codes.FORBIDDEN:
            needed = _NEEDS.get(path, path)
            return Trouble(TroubleKind.FORBIDDEN, f"The API key lacks the permission to read {needed} (403).")
        case httpx.codes.TOO_MANY_REQUESTS:
            return Trouble(TroubleKind.RATE_LIMITED, f"Stripe limits the rate of requests (429){_wait(response)}.")
    return _no_answer(f"Stripe answered {response.status_code}{_name(answer)}.")


def _no_answer(reason: str) -> Trouble:
    return Trouble(TroubleKind.NO_ANSWER, reason)


def _unreadable(response: httpx.Response) -> Trouble:
    if response.text.lstrip().startswith("<"):
        return _no_answer("A web page came instead of Stripe's answer; a proxy may be in between.")
    return _no_answer("Stripe's answer is no complete JSON object.")


def _json_object(response: httpx.Response) -> dict[str, Any] | None:
    try:
        answer = response.json()
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _name(answer: Mapping[str, Any] | None) -> str:
    """Stripe's own name of the error; its message may quote the key, and is left out."""
    error = (answer or {}).get("error")
    names = [error.get("type"), error.get("code")] if isinstance(error, dict) else []
    known = [name for name in names if isinstance(name, str) and _NAME.fullmatch(name)]
    return f" ({', '.join(known)})" if known else ""


def _wait(response: httpx.Response) -> str:
    seconds = response.headers.get("retry-after", "")
    return f" and asks to wait {seconds} s" if seconds.isascii() and seconds.isdecimal() and len(seconds) < 6 else ""  # noqa: PLR2004
