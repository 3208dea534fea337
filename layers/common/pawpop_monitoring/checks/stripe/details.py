"""What a snapshot of Stripe shows besides its status."""

from collections.abc import Mapping
from typing import Any

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.stripe.payments import figures_of
from pawpop_monitoring.domain.readings.stripe import (
    Account,
    Deliveries,
    Handling,
    PaymentHistory,
    Rhythm,
    StripeReading,
    Undelivered,
)

_LEFT_OUT: tuple[object, ...] = (None, [])


def details_of(reading: StripeReading, judgement: Judgement) -> dict[str, Any]:
    """Figures and sentences, JSON-serialisable; what is not known is left out."""
    details: dict[str, Any] = {
        "problems": [finding.message for finding in judgement.findings],
        "unknown": judgement.unknowns,
        "notes": judgement.notes,
        **_deliveries(reading),
        **_account(reading),
        **_times(reading),
    }
    if isinstance(reading.records.payments, PaymentHistory):
        details |= figures_of(reading.records.payments.window)
    if isinstance(reading.records.rhythm, Rhythm):
        details["lastWebhookAt"] = reading.records.rhythm.last_event_at.isoformat()
    return {key: value for key, value in details.items() if key == "problems" or value not in _LEFT_OUT}


def _deliveries(reading: StripeReading) -> Mapping[str, Any]:
    deliveries = reading.records.deliveries
    if not isinstance(deliveries, Deliveries):
        return {}
    return {
        "webhooksReceived24h": deliveries.received,
        "webhooks24h": deliveries.window.total,
        "webhooksFailed24h": deliveries.window.failed,
        "webhooksHandledLater24h": deliveries.handled_later,
        "webhookSuccessRate": deliveries.window.rounded_rate,
        "failedInARow": deliveries.failed_in_a_row,
    }


def _times(reading: StripeReading) -> Mapping[str, Any]:
    """Of the shop's own handler; what the monitor's own call took is the probe."""
    handling, account = reading.records.handling, reading.account
    probe = account.probe if isinstance(account, Account) else None
    times = {"probeMs": round(probe, 1)} if isinstance(probe, float) else {}
    if isinstance(handling, Handling):
        times |= {"responseTimeP50": round(handling.p50_ms, 1), "responseTimeP95": round(handling.p95_ms, 1)}
    return times


def _account(reading: StripeReading) -> Mapping[str, Any]:
    account = reading.account
    if not isinstance(account, Account):
        return {}
    endpoints = account.endpoints if isinstance(account.endpoints, tuple) else None
    return {
        "endpoints": None if endpoints is None else len(endpoints),
        "endpointsDisabled": None if endpoints is None else sum(not endpoint.enabled for endpoint in endpoints),
        "undelivered": account.undelivered.count if isinstance(account.undelivered, Undelivered) else None,
    }
