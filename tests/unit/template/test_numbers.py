"""No number that a deployment takes keeps a function from starting; to CloudFormation a Number may be a fraction."""

import re

import pytest

from parameter_file.declared import Parameter, declared
from pawpop_monitoring.bootstrap.alerting import AlertingSettings
from pawpop_monitoring.bootstrap.checks import CheckSettings
from pawpop_monitoring.bootstrap.notifier_services import NotifierSettings
from pawpop_monitoring.bootstrap.subscription_services import MailerSettings, SubscriptionSettings
from pawpop_monitoring.settings import Settings
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds
from tests.unit.template.document import FILE

PARAMETERS = declared(FILE)
MODELS: tuple[type[Settings], ...] = (
    AlertingSettings,
    CheckSettings,
    NotifierSettings,
    MailerSettings,
    SubscriptionSettings,
    FalThresholds,
    StripeThresholds,
    SupabaseThresholds,
)
TRIED = ("0", "0.5", "1", "2.5", "99.0", "100", "720.25", "1e3", "8760", "1000000", "99999999999")
GIVEN = sorted(set(re.findall(r"\b([A-Z][A-Z_]+): !Ref (\w+)", FILE.read_text("utf-8"))))


def _is_number(name: str) -> bool:
    return name in PARAMETERS and bool(re.fullmatch(r"[0-9.]+", PARAMETERS[name].default or ""))


def _taken(parameter: Parameter) -> list[str]:
    return [value for value in TRIED if parameter.problem_of(value) is None]


@pytest.mark.parametrize(
    ("variable", "parameter"),
    [(variable, PARAMETERS[name]) for variable, name in GIVEN if _is_number(name)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_number_that_is_taken_starts_every_function(variable: str, parameter: Parameter) -> None:
    refused = [
        said
        for value in _taken(parameter)
        for model in MODELS
        if (said := model.mistakes({variable: value}).get(variable))
    ]
    assert refused == []


def test_an_acknowledgement_lasts_a_year_at_most() -> None:
    parameter = PARAMETERS["AcknowledgementHours"]
    assert parameter.problem_of("8760") is None
    assert parameter.problem_of("8761")
    assert AlertingSettings.mistakes({"ACKNOWLEDGEMENT_HOURS": "8761"})["ACKNOWLEDGEMENT_HOURS"]
