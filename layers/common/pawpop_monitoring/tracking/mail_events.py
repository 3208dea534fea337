"""What Resend says became of a mail, as far as somebody did not get it; plain Python to the bottom."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

_LOST = {"email.bounced": "bounced", "email.complained": "complained", "email.suppressed": "suppressed"}
_ARRIVED = "email.delivered"
_MAX_WHY = 300
_MAX_ADDRESS = 254
_MOST_RECIPIENTS = 50


class MailEvent(NamedTuple):
    """`lost` says why the addresses get nothing; empty if the mail arrived there."""

    addresses: Sequence[str]
    lost: str


def mail_event(body: bytes) -> MailEvent | None:
    """The event, if it is one that matters; ValueError for what is no event at all."""
    event = json.loads(body)
    if not isinstance(event, dict):
        raise ValueError("an event is an object")  # noqa: TRY004  wrong input, like JSON that is none
    kind, data = str(event.get("type")), event.get("data")
    if kind not in _LOST and kind != _ARRIVED:
        return None
    addresses = _addresses(data)
    if kind == _ARRIVED:
        return MailEvent(addresses, "")
    why = _why(data)
    named = [address for address in addresses if address in why.casefold()]
    return MailEvent(named or addresses, " ".join(f"{_LOST[kind]}: {why}".split())[:_MAX_WHY].rstrip(": "))


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
