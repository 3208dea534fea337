"""The guide's page "What is measured, and how", held against the code: numbers, sources, windows, limits and rules."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pawpop_monitoring.checks.fal_ai.details import details_of as details_of_fal_ai
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.stripe.details import details_of as details_of_stripe
from pawpop_monitoring.checks.supabase.details import details_of as details_of_supabase
from pawpop_monitoring.domain.readings.supabase_project import ProjectReading
from pawpop_monitoring.domain.rules import ALL_RULES
from pawpop_monitoring.storage import stripe_event_sql
from rule_table.numbers import NUMBERS, Number, gauges_of, number_table
from tests.unit.checks.fal_ai import readings as fal_ai
from tests.unit.checks.stripe import readings as stripe
from tests.unit.checks.supabase import readings as supabase

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "shared/guide/measured.md").read_text()
MIGRATIONS = "".join(path.read_text() for path in sorted((ROOT / "shared/migrations").glob("*.sql")))
ENTRIES = [(service, number) for service, numbers in NUMBERS.items() for number in numbers]

each_number = pytest.mark.parametrize(
    ("service", "number"), ENTRIES, ids=lambda value: value.label if isinstance(value, Number) else value
)


def test_the_page_has_the_numbers_as_they_are() -> None:
    assert number_table() in GUIDE, "run 'make contracts' and commit what it writes"


@pytest.mark.parametrize("service", NUMBERS)
def test_every_number_that_is_drawn_is_explained_in_its_order(service: str) -> None:
    assert [number.label for number in NUMBERS[service]] == list(gauges_of(service))


@each_number
def test_its_limit_is_the_setting_that_is_named(service: str, number: Number) -> None:
    gauge = gauges_of(service)[number.label]
    assert (gauge.threshold is not None) == (gauge.rule is not None) == bool(number.setting)
    if number.setting:
        told = gauges_of(service, {f"MONITORING_{number.setting.upper()}": "77"})
        assert told[number.label].threshold == 77
        assert gauge.rule in ALL_RULES


@each_number
def test_its_source_is_a_column_that_there_is(service: str, number: Number) -> None:
    for table, column in re.findall(r"`(\w+)\.(\w+)`", number.source):
        made = MIGRATIONS.split(f"CREATE TABLE IF NOT EXISTS public.{table} (", 1)[1].split("\n);", 1)[0]
        added = MIGRATIONS.split(f"ALTER TABLE public.{table}\n", 1)[-1].split(";", 1)[0]
        assert re.search(rf"^\s*{column} ", made, re.MULTILINE) or f"IF NOT EXISTS {column} " in added


def test_the_windows_are_those_that_are_asked_for() -> None:
    handling, deliveries = stripe_event_sql.HANDLING.decode(), stripe_event_sql.DELIVERIES.decode()
    assert "interval '24 hours'" in handling
    assert "LIMIT 500" in handling
    assert "date_bin('5 minutes', %(now)s::timestamptz - interval '24 hours', 'epoch') AS day" in deliveries
    assert "('window', interval '24 hours')" in stripe_event_sql.PAYMENTS.decode()
    assert "interval '28 days" in deliveries
    assert "percentile_cont(0.95)" in handling


def _told_of_fal_ai() -> Mapping[str, Any]:
    usage = fal_ai.make_usage(traffic=(fal_ai.make_traffic(p50_ms=2300.0, p95_ms=4100.0),))
    return details_of_fal_ai(fal_ai.make_reading(usage=usage), Judgement())


TOLD: Mapping[str, Callable[[], Mapping[str, Any]]] = {
    "supabase": lambda: details_of_supabase(
        supabase.make_reading(), supabase.make_activity(), ProjectReading(), Judgement()
    ),
    "fal-ai": _told_of_fal_ai,
    "stripe": lambda: details_of_stripe(stripe.make_reading(), Judgement()),
}


@pytest.mark.parametrize("service", NUMBERS)
def test_a_check_tells_each_number(service: str) -> None:
    """Under the key that the gauge reads; a number that no check tells would be unknown for ever."""
    wanted = {gauge.key for gauge in gauges_of(service).values()} - {"responseTime", "errorRate"}
    assert wanted - TOLD[service]().keys() == set()
