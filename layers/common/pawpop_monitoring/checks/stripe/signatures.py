"""The rule on deliveries that were refused.

Anybody can post to the address, so what was refused speaks for a wrong secret only if it looks genuine (a fresh
signature, over an event) and nothing else gets through. All other floods accuse nobody: one low alert says so.
"""

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.readings.stripe import Refusals, Unknown
from pawpop_monitoring.domain.rules.stripe import BAD_SIGNATURES
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

MOST_PER_HOUR = 10
"""An address on the internet is knocked at now and then; more than this is a cause of its own."""
FLOOD_PER_HOUR = 100
"""More than this with a signature that is none is worth a word to a person."""

_FORGED = "forged"
_UNREADABLE = "unreadable"
_UNSIGNED = ("missing", "malformed")
"""Reasons that say nothing of our secret: whoever finds the address can send such. All others look genuine."""


def judge_signatures(judgement: Judgement, refusals: Refusals | Unknown) -> None:
    """Whether more than a stray delivery was refused in the last hour."""
    if isinstance(refusals, Unknown):
        judgement.unknown(f"Refused deliveries: {refusals.reason}")
        return
    if unsigned := sum(refusals.refused.get(reason, 0) for reason in _UNSIGNED):
        judgement.note(f"Refused in the last hour: {plural(unsigned, 'request')} without a signature.")
    if unreadable := refusals.refused.get(_UNREADABLE, 0):
        what = plural(unreadable, "delivery", "deliveries")
        judgement.unknown(f"Signed by Stripe, but not to be read: {what} of the last hour.")
    forged = refusals.refused.get(_FORGED, 0)
    genuine = sum(refusals.refused.values()) - unsigned - unreadable - forged
    if genuine > MOST_PER_HOUR and not refusals.accepted:
        _judge(judgement, refusals, Severity.HIGH, _cause(refusals), genuine)
    elif genuine > MOST_PER_HOUR:
        _judge(judgement, refusals, Severity.LOW, "Many webhook deliveries carry a bad signature", genuine)
    elif forged > FLOOD_PER_HOUR:
        message = "Many requests to the webhook address are not from Stripe"
        _judge(judgement, refusals, Severity.LOW, message, forged, FLOOD_PER_HOUR)
    else:
        if genuine and not refusals.accepted:
            judgement.note(f"Refused in the last hour, and none was taken: {_few(genuine)}")
        judgement.clear([BAD_SIGNATURES])


def _few(genuine: int) -> str:
    """Of a small shop with a wrong secret there are never many."""
    what = plural(genuine, "delivery", "deliveries")
    return f"{what} with a signature that does not fit. Compare the signing secret with the endpoint's at Stripe."


def _judge(
    judgement: Judgement, refusals: Refusals, severity: Severity, message: str, number: int, most: int = MOST_PER_HOUR
) -> None:
    finding = BAD_SIGNATURES.broken(
        severity,
        message,
        value=number,
        threshold=most,
        unit="deliveries",
        evidence={"refusedByReason": dict(refusals.refused), "acceptedInTheSameHour": refusals.accepted},
    )
    judgement.bad(finding, ServiceStatus.WARNING if severity is Severity.HIGH else ServiceStatus.HEALTHY)


def _cause(refusals: Refusals) -> str:
    if refusals.refused.get("stale", 0) > refusals.refused.get("mismatch", 0):
        return "All webhook deliveries are refused as too old or from the future: a clock is wrong"
    return "All webhook deliveries carry a bad signature: the signing secret is probably not the endpoint's"
