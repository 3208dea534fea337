"""One setting says what customers know of the shop: it is checked, and where it is wrong it stops nothing."""

from typing import Any

import pytest

from pawpop_monitoring.bootstrap.settings_audit import mistakes
from pawpop_monitoring.bootstrap.status_services import StatusSettings
from pawpop_monitoring.domain.component import DEFAULT_COMPONENTS, Component, components_of
from pawpop_monitoring.domain.service import KNOWN_SERVICES
from tests.unit.template.document import template
from tests.unit.test_settings_fall_back import AUDITED

ENVIRONMENT = {
    "DATABASE_SECRET_ID": "d",
    "STANDBY_TABLE": "t",
    "SNAPSHOT_TABLE": "s",
    "STATUS_TABLE": "p",
    "CHECK_INTERVAL": "rate(5 minutes)",
}
WRONG = [
    "Checkout",
    "Checkout = ",
    " = stripe",
    "Checkout = strpie",
    "Checkout = stripe; checkout = fal-ai",
    f"{'x' * 41} = stripe",
    "💥 = stripe",
    ";".join(f"C{number} = stripe" for number in range(9)),
    "A\x07B = stripe",
]


def test_it_reads_as_people_write_it() -> None:
    text = "Kasse & Bezahlen = stripe , supabase ;\n Porträts=fal-ai;"
    assert components_of(text, KNOWN_SERVICES) == (
        Component("Kasse & Bezahlen", ("stripe", "supabase")),
        Component("Porträts", ("fal-ai",)),
    )
    assert [each.slug for each in components_of(text, KNOWN_SERVICES)] == ["kasse-bezahlen", "portrats"]


@pytest.mark.parametrize("count", [1, 8])
def test_as_many_as_a_page_can_show(count: int) -> None:
    assert len(components_of(";".join(f"C{number} = stripe" for number in range(count)), KNOWN_SERVICES)) == count


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_falls_back_and_is_told(text: str) -> None:
    assert StatusSettings.load(ENVIRONMENT | {"STATUS_COMPONENTS": text}).status_components == DEFAULT_COMPONENTS
    assert "STATUS_COMPONENTS" in (mistakes(AUDITED | {"STATUS_COMPONENTS": text}) or {})


@pytest.mark.parametrize("further", ["", "warehouse"])
def test_services_that_configuration_adds_are_known(further: str) -> None:
    given: dict[str, Any] = {"STATUS_COMPONENTS": "Parcels = warehouse", "ADDITIONAL_SERVICES": further}
    parcels = (Component("Parcels", ("warehouse",)),)
    expected = parcels if further else DEFAULT_COMPONENTS
    assert StatusSettings.load(ENVIRONMENT | given).status_components == expected


def test_the_template_says_the_same_default() -> None:
    default = template()["Parameters"]["StatusComponents"]["Default"]
    assert components_of(default, KNOWN_SERVICES) == DEFAULT_COMPONENTS
