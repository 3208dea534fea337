"""The rule on deliveries that were refused for their signature."""

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.readings.stripe import Refusals, Unknown
from pawpop_monitoring.domain.rules.stripe import BAD_SIGNATURES
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

MOST_PER_HOUR = 10
"""An address on the internet is knocked at now and then; more than this is a cause of its own."""


_UNSIGNED = frozenset({"missing", "malformed"})
"""Reasons that say nothing of our secret: whoever finds the address can send such."""


def judge_signatures(judgement: Judgement, refusals: Refusals | Unknown) -> None:
    """Whether more than a stray delivery was refused in the last hour."""
    if isinstance(refusals, Unknown):
        judgement.unknown(f"Refused deliveries: {refusals.reason}")
        return
    signed = sum(number for reason, number in refusals.refused.items() if reason not in _UNSIGNED)
    if unsigned := refusals.total - signed:
        judgement.note(f"{unsigned} requests without a signature were refused in the last hour.")
    if signed <= MOST_PER_HOUR:
        judgement.clear([BAD_SIGNATURES])
        return
    finding = BAD_SIGNATURES.broken(
        Severity.HIGH,
        _message(refusals),
        value=signed,
        threshold=MOST_PER_HOUR,
        unit="deliveries",
        evidence={"refusedByReason": dict(refusals.refused), "acceptedInTheSameHour": refusals.accepted},
    )
    judgement.bad(finding, ServiceStatus.WARNING)


def _message(refusals: Refusals) -> str:
    if refusals.accepted:
        return "Many webhook deliveries carry a bad signature"
    return "All webhook deliveries carry a bad signature: the signing secret is probably not the endpoint's"
