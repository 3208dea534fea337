"""`Name=value …`: what is understood, and what is said of the rest."""

import re

import pytest

from parameter_file.assignments import check, parse
from parameter_file.declared import Parameter, declared
from parameter_file.errors import ParameterError
from tests.unit.template.document import FILE

KNOWN = declared(FILE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("FalDailyCostLimit=80", {"FalDailyCostLimit": "80"}),
        ("A=1  B=2", {"A": "1", "B": "2"}),
        ("CheckInterval='rate(1 minute)' A=", {"CheckInterval": "rate(1 minute)", "A": ""}),
        ('"AlertSender=Shop <a@example.com>"', {"AlertSender": "Shop <a@example.com>"}),
        ("StripeForwardUrl=https://shop.example/hook?a=b", {"StripeForwardUrl": "https://shop.example/hook?a=b"}),
    ],
)
def test_assignments_are_read_as_a_shell_would(text: str, expected: dict[str, str]) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["FalDailyCostLimit", "FalDailyCostLimit 80", "A='1"])
def test_what_assigns_nothing_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="quotes"):
        parse(text)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("FalDailyCostLimt", "FalDailyCostLimit"),
        ("fal_daily_cost_limit", "FalDailyCostLimit"),
        ("MONITORING_FAL_DAILY_COST_LIMIT", "FalDailyCostLimit"),
        ("SupabaseConnectionTreshold", "SupabaseConnectionThreshold"),
        ("alertrecipients", "AlertRecipients"),
    ],
)
def test_a_name_near_another_is_told_which(name: str, meant: str) -> None:
    with pytest.raises(ParameterError, match=rf"no parameter {name}\. Did you mean .*\b{meant}\b"):
        check({name: "80"}, KNOWN, {})


def test_a_name_near_no_other_is_told_where_they_stand() -> None:
    with pytest.raises(ParameterError, match=r"template\.yaml names them all"):
        check({"Zzz": "1"}, KNOWN, {})


def test_everything_wrong_is_said_at_once() -> None:
    wrong = {"FalDayLimit": "1", "CheckInterval": "5m", "FalMonthlyCostLimit": "much", "Architecture": "arm64"}
    with pytest.raises(ParameterError) as raised:
        check(wrong, KNOWN, {"Architecture": "it is this machine's"})
    lines = str(raised.value).splitlines()
    assert len(lines) == 4
    assert all(any(name in line for line in lines) for name in wrong)


RULES = {"Type": "Number", "MinValue": 1, "MaxValue": 720}


@pytest.mark.parametrize(
    ("rules", "value", "problem"),
    [
        (RULES, "1", None),
        (RULES, "720", None),
        (RULES, "0.99", "must be 1 or more"),
        (RULES, "720.5", "must be 720 or less"),
        (RULES, "NaN", "must be a number"),
        (RULES, "", "must be a number"),
        ({"Type": "String"}, "", None),
        ({"Type": "String", "AllowedValues": ["a", "b"]}, "c", "must be one of a, b"),
        ({"Type": "String", "AllowedPattern": "[a-z]*"}, "A", "must match"),
        (
            {"Type": "String", "AllowedPattern": "[a-z]*", "ConstraintDescription": "must be small"},
            "a\n",
            "must be small",
        ),
        ({"Type": "String", "MinLength": 2}, "a", "must have 2 characters or more"),
    ],
)
def test_a_value_is_held_against_the_templates_own_rules(
    rules: dict[str, object], value: str, problem: str | None
) -> None:
    told = Parameter("A", "", None, secret=False, rules=rules).problem_of(value)
    assert told is None if problem is None else re.match(problem, told or "")


def test_a_secrets_value_is_not_repeated() -> None:
    with pytest.raises(ParameterError) as raised:
        check({"StripeApiKey": "hunter2 hunter2"}, KNOWN, {})
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DisplayTimeZone", "Europe/Viena", "must be an IANA time zone such as Europe/Vienna, not 'Europe/Viena'."),
        ("AlertSender", "Paw, Pop <a@example.com>", "must be a mail address, or a name and one"),
        ("AlertRecipients", "a@example.com, é@example.com", "which 'é@example.com' is not"),
        ("EscalationRecipients", "a@example..com", "must be mail addresses"),
        ("ServicesOff", "supabase,fal-ai,stripe,system", "must leave a service on"),
        ("SaleDays", "2026-02-30", "not '2026-02-30'"),
        ("SaleDays", "2026-12-٢٤", "must read"),
        ("FalDailyCostLimit", "٣", "must be a number"),
    ],
)
def test_what_the_functions_would_fall_back_from_is_refused(name: str, value: str, said: str) -> None:
    with pytest.raises(ParameterError, match=re.escape(said)):
        check({name: value}, KNOWN, {})


def test_what_the_functions_take_is_taken() -> None:
    good = {
        "DisplayTimeZone": "Europe/Vienna",
        "AlertSender": '"Paw, Pop" <a@example.com>',
        "AlertRecipients": "",
        "SesFallbackSender": "",
        "ServicesOff": "stripe",
        "SaleDays": "2026-11-27 to 2026-11-30",
        "MonthlyCosts": "supabase:25",
    }
    check(good, KNOWN, {})
    check({name: each.default for name, each in KNOWN.items() if each.default is not None}, KNOWN, {})
