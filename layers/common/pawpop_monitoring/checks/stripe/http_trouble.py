"""What it means when Stripe's API does not answer as it should, in words and without host names or keys."""

import re
from collections.abc import Mapping
from typing import Any

import httpx

from pawpop_monitoring.domain.readings.stripe import Trouble, TroubleKind
from pawpop_monitoring.outbound.call_errors import CallError, Kind
from pawpop_monitoring.outbound.http_client import Answer

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

_BY_KIND = {
    Kind.REFUSED: "Stripe's API refuses connections.",
    Kind.NO_NAME: "The name of Stripe's API can't be resolved.",
    Kind.CERTIFICATE: "The certificate of Stripe's API can't be verified.",
    Kind.NO_ROUTE: "There is no way to Stripe's API from here; look at the network of the function.",
    Kind.UNREACHABLE: "Stripe's API can't be reached.",
    Kind.BROKEN_OFF: "Stripe hung up before its answer was complete.",
    Kind.TOO_LARGE: "Stripe's answer is far larger than it should be; it was not read to its end.",
    Kind.ENCODING: "Stripe's answer is packed in a way that can't be read.",
}


def too_slow(seconds: float) -> Trouble:
    """Nothing came, or not all, within `seconds`."""
    return _no_answer(f"Stripe did not answer within {seconds:.1f} s.")


def of_error(error: CallError, seconds: float) -> Trouble:
    """The call brought no answer at all, or half of one."""
    match error.kind:
        case Kind.TOO_SLOW:
            return too_slow(seconds)
        case Kind.BAD_ADDRESS:
            return _no_answer("STRIPE_BASE_URL can't be read; it must look like https://api.stripe.com.")
        case Kind.UNSENDABLE:
            return UNREADABLE_KEY
    return _no_answer(_BY_KIND[error.kind])


def of_answer(answer: Answer, what: str) -> Trouble:
    """An answer in which the SDK finds nothing that was asked for; `what` is the last part of the path."""
    if answer.is_success:
        return _unreadable(answer)
    match answer.status:
        case httpx.codes.UNAUTHORIZED:
            return _REJECTED
        case httpx.codes.FORBIDDEN:
            needed = _NEEDS.get(what, what)
            return Trouble(TroubleKind.FORBIDDEN, f"The API key lacks the permission to read {needed} (403).")
        case httpx.codes.TOO_MANY_REQUESTS:
            return Trouble(TroubleKind.RATE_LIMITED, f"Stripe limits the rate of requests (429){_wait(answer)}.")
    return _no_answer(f"Stripe answered {answer.status}{_name(_json_object(answer))}.")


def _no_answer(reason: str) -> Trouble:
    return Trouble(TroubleKind.NO_ANSWER, reason)


def _unreadable(answer: Answer) -> Trouble:
    if answer.is_page:
        return _no_answer("A web page came instead of Stripe's answer; a proxy may be in between.")
    return _no_answer("Stripe's answer is no complete JSON object.")


def _json_object(answer: Answer) -> dict[str, Any] | None:
    try:
        content = answer.json()
    except ValueError:
        return None
    return content if isinstance(content, dict) else None


def _name(content: Mapping[str, Any] | None) -> str:
    """Stripe's own name of the error; its message may quote the key, and is left out."""
    error = (content or {}).get("error")
    names = [error.get("type"), error.get("code")] if isinstance(error, dict) else []
    known = [name for name in names if isinstance(name, str) and _NAME.fullmatch(name)]
    return f" ({', '.join(known)})" if known else ""


def _wait(answer: Answer) -> str:
    seconds = answer.headers.get("retry-after", "")
    return f" and asks to wait {seconds} s" if seconds.isascii() and seconds.isdecimal() and len(seconds) < 6 else ""  # noqa: PLR2004
