"""A deployment refuses the thresholds that the functions would refuse at their start."""

import re

import pytest

from parameter_file.declared import declared
from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.settings import Settings
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds
from tests.unit.template.document import FILE

FIELDS = [
    (model, field) for model in (SupabaseThresholds, FalThresholds, StripeThresholds) for field in model.model_fields
]


TRIED = (
    "-1",
    "0",
    "0.01",
    "0.5",
    "1",
    "2.5",
    "99.9",
    "100",
    "1000",
    "1001",
    "1000000",
    "1000001",
    "86400000",
    "86400001",
)


@pytest.mark.parametrize(("model", "field"), FIELDS, ids=lambda value: value if isinstance(value, str) else "")
def test_what_the_template_lets_pass_is_what_a_function_takes(model: type[Settings], field: str) -> None:
    name, variable = "".join(part.capitalize() for part in field.split("_")), f"MONITORING_{field.upper()}"
    parameter = declared(FILE)[name]
    model.load({variable: str(parameter.default)})
    bounds = [str(parameter.rules[bound]) for bound in ("MinValue", "MaxValue") if bound in parameter.rules]
    for value in (*TRIED, *bounds):
        if parameter.problem_of(value) is None:
            model.load({variable: value})
    for value in ("-1", "86400001"):
        assert parameter.problem_of(value)
        with pytest.raises(ConfigurationError, match=re.escape(variable)):
            model.load({variable: value})
