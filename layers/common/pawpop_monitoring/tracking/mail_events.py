"""What Resend says became of a mail, as far as somebody did not get it; plain Python to the bottom."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

_LOST = ("bounced", "complained", "suppressed")
_ARRIVED = ("delivered", "opened", "clicked")
_ONE_OF_SEVERAL = "by this or another recipient of the mail"
_MAX_WHY = 300
_MAX_ADDRESS = 254
_MOST_RECIPIENTS = 50


class MailEvent(NamedTuple):
    """`lost` says why the addresses get nothing; empty if the mail arrived there.

    `sent_at` is when that mail was made, ISO 8601 in UTC; empty if that is not told.
    """

    addresses: Sequence[str]
    lost: str
    sent_at: str = ""


def mail_event(body: bytes) -> MailEvent | None:
    """The event, if it is one that matters; ValueError for what is no event at all."""
    try:
        event = json.loads(body)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(event, dict):
        raise ValueError("an event is an object")  # noqa: TRY004  wrong input, like JSON that is none
    return _event(str(event.get("type")).removeprefix("email."), event.get("data"))


def last_event(mail: object) -> MailEvent | None:
    """The same of a mail as GET /emails/{id} shows it."""
    return _event(str(mail.get("last_event")), mail) if isinstance(mail, Mapping) else None


def _event(kind: str, data: object) -> MailEvent | None:
    """Where several share a mail, that it arrived says of nobody that it did, and a loss may be that of any."""
    addresses = _addresses(data)
    if kind in _ARRIVED:
        return MailEvent(addresses, "", _sent_at(data)) if len(addresses) == 1 else None
    if kind not in _LOST:
        return None
    why = _why(data)
    named = [address for address in addresses if address in why.casefold()]
    whose = _ONE_OF_SEVERAL if len(addresses) > 1 and not named else ""
    told = " ".join(f"{kind} {whose}".split())
    return MailEvent(named or addresses, " ".join(f"{told}: {why}".split())[:_MAX_WHY].rstrip(": "))


def _sent_at(data: object) -> str:
    told = data.get("created_at") if isinstance(data, Mapping) else None
    try:
        moment = datetime.fromisoformat(str(told))
        return moment.astimezone(UTC).isoformat() if moment.tzinfo else ""
    except (ValueError, OverflowError):
        return ""


def _addresses(data: object) -> Sequence[str]:
    told = data.get("to") if isinstance(data, Mapping) else None
    texts = [one for one in (told if isinstance(told, list) else [told]) if isinstance(one, str)]
    specs = [text[text.rfind("<") + 1 :].strip(" >").casefold() for text in texts[:_MOST_RECIPIENTS]]
    return [spec for spec in specs if "@" in spec and len(spec) <= _MAX_ADDRESS and spec.isprintable()]


def _why(data: Any) -> str:
    """What the provider says of it, in characters that every store takes."""
    for name in ("bounce", "suppressed", "complaint"):
        told = data.get(name) if isinstance(data, Mapping) else None
        if isinstance(told, Mapping) and isinstance(told.get("message"), str):
            return "".join(letter for letter in told["message"] if letter.isprintable())
    return ""
