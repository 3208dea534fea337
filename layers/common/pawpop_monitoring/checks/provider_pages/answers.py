"""What the pages answer: `""` if all is well, what is wrong, or None of anything that does not read as such an answer.

A page that says neither is as one that could not be read: it must not be taken for "all is well".
"""

from collections.abc import Iterator, Mapping
from typing import Any

# Tuples, since what stands there may be of any kind, and a list is in no set.
_STATUSPAGE_TROUBLE = ("minor", "major", "critical", "maintenance")
_NOT_NOW = ("resolved", "postmortem", "completed", "scheduled")
_STRIPE_TROUBLE = ("degraded", "down")
_INSTATUS_TROUBLE = ("HASISSUES", "UNDERMAINTENANCE", "ALLUNDERMAINTENANCE", "ONEUNDERMAINTENANCE")


def statuspage(answer: Any) -> str | None:
    """Atlassian Statuspage's /api/v2/summary.json, whose incidents are those that are not over."""
    status = _member(answer, "status")
    indicator = status.get("indicator")
    named = next(_names(answer, "incidents"), "")
    if indicator == "none":
        return named
    if indicator in _STATUSPAGE_TROUBLE:
        return named or next(_names(answer, "scheduled_maintenances"), "") or _text(status.get("description")) or None
    return None


def stripe(answer: Any) -> str | None:
    """Stripe's own /current."""
    state = answer.get("largestatus") if isinstance(answer, Mapping) else None
    if state == "up":
        return ""
    return (_text(answer.get("message")) or f"its systems are {state}") if state in _STRIPE_TROUBLE else None


def instatus(answer: Any) -> str | None:
    """Instatus' /summary.json."""
    state = _member(answer, "page").get("status")
    named = next(_names(answer, "activeIncidents"), "")
    if state == "UP":
        return named
    if state in _INSTATUS_TROUBLE:
        return named or next(_names(answer, "activeMaintenances"), "") or "its page does not say which"
    return None


def _member(answer: Any, name: str) -> Mapping[str, Any]:
    found = answer.get(name) if isinstance(answer, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _names(answer: Any, name: str) -> Iterator[str]:
    """Of what is going on now; maintenance that is only scheduled is not."""
    found = answer.get(name) if isinstance(answer, Mapping) else None
    for each in found if isinstance(found, list) else ():
        if isinstance(each, Mapping) and each.get("status") not in _NOT_NOW and _text(each.get("name")):
            yield _text(each.get("name"))


def _text(value: Any) -> str:
    return " ".join(value[:500].split()) if isinstance(value, str) else ""
