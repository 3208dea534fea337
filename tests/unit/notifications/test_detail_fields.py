"""Facts of an alert as people read them: with units, names and local times, never as a key and its JSON."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pawpop_monitoring.notifications.content.detail_fields import told
from pawpop_monitoring.notifications.content.details_table import evidence_of
from pawpop_monitoring.notifications.content.figures import quantity
from pawpop_monitoring.notifications.content.headline import headline_of

VIENNA = ZoneInfo("Europe/Vienna")


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("payments24h", 27, "Payments in 24 h: 27"),
        ("paymentSuccessRate", 92.59, "Succeeded, declines left out: 92.59 %"),
        ("usualDeclineShare", 10.0, "Usually declined: 10 %"),
        ("limitReachedOn", "2026-11-30", "The limit falls on: 2026-11-30"),
        ("heldBeforePercent", 93, "Such forecasts held before: 93 %"),
        ("atLeastUsd", 1002.0, "The month costs at least: $1,002.00"),
        ("atMostUsd", 1100.0, "The month costs at most: $1,100.00"),
        ("daysLeft", 1.0, "Credit is left for: 1 day"),
        ("daysLeft", 2.7, "Credit is left for: 2.7 days"),
        ("paymentsFailed", 1, "Failed on our side: 1 payment"),
        ("paymentsFailed", 2, "Failed on our side: 2 payments"),
        ("failuresByCode", {"processing_error": 2}, "Failures by code: processing error 2"),
        (
            "failuresByType",
            {"payment_intent.payment_failed": 12, "invoice.paid": 3},
            "Failures by type: payment_intent.payment_failed 12, invoice.paid 3",
        ),
        ("byApplication", {"my_worker_app": 2}, "By application: my_worker_app 2"),
        ("Kim_On.Call@Shop.example", "It bounced.", "Kim_On.Call@Shop.example: It bounced."),
        (
            "blockedBy",
            [{"pid": 1234567, "application": "my_app", "state": None, "transactionMs": 5200}],
            "Blocked by: pid: 1234567, application: my_app, state: none, transaction: 5.2 s",
        ),
        ("byState", {"idle": 79, "active": 3}, "By state: idle 79, active 3"),
        ("attempts", 3, "Tried: 3 times"),
        ("attempts", 1, "Tried: 1 time"),
        ("weeksCompared", 1, "Compared with: 1 week"),
        ("probeMs", 1234, "Probe: 1.23 s"),
        ("service", "fal-ai", "Service: fal.ai"),
        ("service", "my\nshop", "Service: my shop"),
        ("waitedMs", 9120, "Waited: 9.12 s"),
        ("trackedUsd", 57.314, "Tracked: $57.31"),
        ("costPerRequestUsd", 0.25, "Cost of a request: $0.25"),
        ("costPerRequestUsd", 20000.0, "Cost of a request: $20,000.00"),
        ("costPerRequestUsd", 0.0034, "Cost of a request: $0.0034"),
        ("costPerRequestUsd", 0.00004, "Cost of a request: $0.00004"),  # $0.0000 before
        ("costPerRequestUsd", 2.2e-12, "Cost of a request: $0.0000000000022"),
        ("oldestAgeMinutes", 1.0, "Oldest waits for: 1 minute"),
        ("failingSince", "2026-11-23T03:12:00+00:00", "Failing since: Mon 23 Nov 2026, 04:12 CET"),
        ("lastCheck", "2026-11-23T03:12:00Z", "Last check: Mon 23 Nov 2026, 04:12 CET"),
        ("types", ["checkout.session.completed", "charge.failed"], "Types: checkout.session.completed, charge.failed"),
        ("orMore", True, "There may be more: yes"),
        ("somethingNew", 12345, "Something new: 12,345"),
        ("somethingNewBytes", 5 * 1024**3, "Something new: 5 GiB"),
        ("lastError", "timeout", "Last error: timeout"),
        ("probeMs", "odd", "Probe: odd"),
        ("failuresByCode", ["odd"], "Failures by code: odd"),
        ("services", {"auth": "healthy", "rest_api": "down"}, "Services: auth: healthy, rest api: down"),
        (
            "mixed",
            {"openSince": "2026-11-23T03:12:00Z", "tries": 1200, "done": False, "by": None},
            "Mixed: open since: Mon 23 Nov 2026, 04:12 CET, tries: 1,200, done: no, by: none",
        ),
        (
            "slots",
            [{"name": "a", "lagBytes": 7}, {"name": "b", "lagBytes": 8}],
            "Slots: name: a, lag: 7 bytes; name: b, lag: 8 bytes",
        ),
        ("codes", [404, 500], "Codes: 404, 500"),
        ("nothing", {}, "Nothing: none"),
        ("nobody", [], "Nobody: none"),
        ("nested", {"a": {"b": 1}}, 'Nested: {"a":{"b":1}}'),
        ("note", "2026-13-45T99:99:99", "Note: 2026-13-45T99:99:99"),
    ],
)
def test_a_fact(key: str, value: Any, text: str) -> None:
    assert ": ".join(told(key, value, VIENNA)) == text


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=20), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from(["probeMs", "failuresByCode", "lastCheck", "costPerRequestUsd", "attempts"]) | st.text(), ANY_JSON
)
@example("probeMs", 1.0000000000000001e200)
@example("probeMs", -1.7e308)
def test_any_json_is_told_on_one_short_line(key: str, value: Any) -> None:
    name, text = told(key, value, VIENNA)
    assert len(name) <= 60
    assert len(text) <= 200
    assert "\n" not in name + text


def test_what_is_not_known_is_left_out() -> None:
    rows, _ = evidence_of({"lastError": None, "attempts": 3}, VIENNA)
    assert [(row.name, row.value) for row in rows] == [("Tried", "3 times")]


@pytest.mark.parametrize(
    ("details", "rows"),
    [
        ({"value": 90, "unit": "minutes", "calls": 3}, ["Value: 90 minutes", "Statements: 3"]),
        ({"value": 1, "unit": "events"}, ["Value: 1 event"]),
        ({"value": "odd", "unit": "events"}, ["Value: odd", "Unit: events"]),
        ({"value": 60.0, "unit": "%", "reason": "40 of 100 failed"}, ["Reason: 40 of 100 failed"]),
    ],
)
def test_a_number_without_a_limit_keeps_its_unit_and_leaves_the_word_to_the_reason(
    details: dict[str, Any], rows: list[str]
) -> None:
    assert [f"{row.name}: {row.value}" for row in evidence_of(details, VIENNA)[0]] == rows


@pytest.mark.parametrize(
    ("details", "value", "note"),
    [
        ({"judgedPayments": 27, "payments24h": 30}, "92.59 % of 27 payments", "below the limit of 98 %"),
        ({"judgedPayments": 1}, "92.59 % of 1 payment", "below the limit of 98 %"),
        ({"judgedPayments": "odd", "payments24h": 27}, "92.59 %", "below the limit of 98 %"),
        ({}, "92.59 %", "below the limit of 98 %"),
        (
            {"usedConnections": 30, "usableConnections": 97, "usedOfLimit": 10, "connectionLimit": 10},
            "92.59 % of 10 connections",
            "below the limit of 98 %",
        ),
    ],
)
def test_a_percentage_says_of_what(details: dict[str, Any], value: str, note: str) -> None:
    figure = headline_of({"value": 92.59, "threshold": 98, "unit": "%", **details})
    assert figure is not None
    assert (figure.value, figure.note) == (value, note)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1, "requests", "1 request"),
        (0, "requests", "0 requests"),
        (1, "deliveries", "1 delivery"),
        (1, "webhook events", "1 webhook event"),
        (1, "ms", "1 ms"),
        (1.5, "minutes", "1.5 minutes"),
        (1536, "bytes", "1.5 KiB"),
        (1, "bytes", "1 byte"),
    ],
)
def test_one_is_singular(value: float, unit: str, text: str) -> None:
    assert quantity(value, unit) == text


@pytest.mark.parametrize(
    ("value", "threshold", "unit", "text"),
    [
        (3, 3, "events", "3 events, reaching the limit of 3 events"),
        (0.0, 0.0, "USD", "$0.00, reaching the limit of $0.00"),
        (4, 3, "events", "4 events, above the limit of 3 events"),
        (1, 0, "endpoints", "1 endpoint, where there should be none"),
        (-2.5, 0, "USD", "-$2.50, below the limit of $0.00"),
        (0.5, 0, "%", "0.5 %, above the limit of 0 %"),
    ],
)
def test_what_reaches_its_limit_does_not_read_as_within_it(
    value: float, threshold: float, unit: str, text: str
) -> None:
    figure = headline_of({"value": value, "threshold": threshold, "unit": unit})
    assert figure is not None
    assert f"{figure.value}, {figure.note}" == text
