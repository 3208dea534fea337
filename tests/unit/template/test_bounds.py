"""A deployment refuses the thresholds that the functions would refuse at their start."""

import re

import pytest

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.settings import Settings
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds
from tests.unit.template.document import template

FIELDS = [
    (model, field) for model in (SupabaseThresholds, FalThresholds, StripeThresholds) for field in model.model_fields
]


@pytest.mark.parametrize(("model", "field"), FIELDS, ids=lambda value: value if isinstance(value, str) else "")
def test_what_the_template_lets_pass_is_what_a_function_takes(model: type[Settings], field: str) -> None:
    name, variable = "".join(part.capitalize() for part in field.split("_")), f"MONITORING_{field.upper()}"
    parameter = template()["Parameters"][name]
    for bound in ("MinValue", "MaxValue", "Default"):
        model.load({variable: str(parameter[bound])})
    with pytest.raises(ConfigurationError, match=re.escape(variable)):
        model.load({variable: str(parameter["MinValue"] - 1)})
    with pytest.raises(ConfigurationError, match=re.escape(variable)):
        model.load({variable: str(parameter["MaxValue"] + 1)})
