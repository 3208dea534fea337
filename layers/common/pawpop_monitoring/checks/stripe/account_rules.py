"""The rules on what Stripe's API says: reachability and key, endpoints, deliveries that wait."""

import re
from datetime import datetime, timedelta

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.readings.stripe import Account, Endpoint, Trouble, TroubleKind, Undelivered, Unknown
from pawpop_monitoring.domain.rules.stripe import ENDPOINT_DISABLED, UNDELIVERED, UNREACHABLE
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

_DOWN = (TroubleKind.NO_ANSWER, TroubleKind.KEY_REJECTED)
_SHOWN = 5
_CREDENTIALS = re.compile(r"(?<=//)[^/]*@")
_QUERY = re.compile(r"[?#].*", re.DOTALL)


def judge_account(judgement: Judgement, account: Account | Unknown | None) -> None:
    """Reach and endpoints; without a configured key nothing is said."""
    if account is None:
        judgement.note("No Stripe API key is configured, so nothing is said of the API, endpoints and deliveries.")
        return
    if isinstance(account, Unknown):
        judgement.unknown(f"Stripe's API: {account.reason}")
        return
    _judge_reach(judgement, account)
    _judge_endpoints(judgement, account.endpoints)


def judge_waiting(judgement: Judgement, account: Account | Unknown | None, now: datetime) -> None:
    """Deliveries that wait; whether the shop's handler explains them has to be judged before."""
    if isinstance(account, Account):
        _judge_undelivered(judgement, account.undelivered, now)


def _judge_reach(judgement: Judgement, account: Account) -> None:
    probe = account.probe
    if not isinstance(probe, Trouble) or probe.kind is TroubleKind.FORBIDDEN:
        # Even "this key may not" is an answer to a key that is known.
        judgement.clear([UNREACHABLE])
        return
    if probe.kind not in _DOWN:
        judgement.unknown(probe.reason)
        return
    rejected = probe.kind is TroubleKind.KEY_REJECTED
    finding = UNREACHABLE.broken(
        Severity.CRITICAL,
        "Stripe rejects the API key" if rejected else "Stripe's API can't be reached",
        evidence={"reason": probe.reason, "attempts": account.attempts},
    )
    judgement.bad(finding, ServiceStatus.DOWN)


def _judge_endpoints(judgement: Judgement, endpoints: tuple[Endpoint, ...] | Trouble) -> None:
    if isinstance(endpoints, Trouble):
        judgement.unknown(f"Webhook endpoints: {endpoints.reason}")
        return
    disabled = [endpoint for endpoint in endpoints if not endpoint.enabled]
    if not disabled:
        judgement.clear([ENDPOINT_DISABLED])
        return
    # One alert for all of them: of an endpoint that is deleted, no check could ever say that it recovered.
    finding = ENDPOINT_DISABLED.broken(
        Severity.CRITICAL,
        "A webhook endpoint is disabled" if len(disabled) == 1 else "Webhook endpoints are disabled",
        value=len(disabled),
        threshold=0,
        unit="endpoints",
        evidence={"disabledEndpoints": [f"{endpoint.id} {_public(endpoint.url)}" for endpoint in disabled[:_SHOWN]]},
    )
    judgement.bad(finding, ServiceStatus.CRITICAL)


def _public(url: str) -> str:
    """Without what may be a secret: a name with its password, and a token behind a question mark."""
    return _QUERY.sub("", _CREDENTIALS.sub("", url))


def _judge_undelivered(judgement: Judgement, undelivered: Undelivered | Trouble, now: datetime) -> None:
    if isinstance(undelivered, Trouble):
        judgement.unknown(f"Undelivered events: {undelivered.reason}")
        return
    if not undelivered.count:
        judgement.clear([UNDELIVERED])
        return
    finding = UNDELIVERED.broken(
        Severity.MEDIUM,
        "Stripe can't deliver events to a webhook endpoint",
        value=undelivered.count,
        threshold=0,
        unit="events",
        evidence={
            "orMore": undelivered.more,
            "oldest": undelivered.oldest.isoformat() if undelivered.oldest else None,
            "oldestAgeMinutes": _minutes(now - undelivered.oldest) if undelivered.oldest else None,
            "types": list(undelivered.types[:_SHOWN]),
        },
    )
    judgement.bad(finding, ServiceStatus.WARNING)


def _minutes(age: timedelta) -> int:
    """Stripe's clock may be ahead of ours."""
    return max(0, age // timedelta(minutes=1))
