"""Settings that no environment has room for are refused before anything is changed."""

import pytest

from deploy.environment_size import refuse_overfull
from deploy.errors import DeployError
from deploy.template_text import parsed
from tests.unit.deploy.conftest import RULES, Desk
from tests.unit.template.document import FILE

SHIPPED = parsed(FILE.read_text("utf-8"))
DEFAULTS = {name: rule.default or "" for name, rule in RULES.items() if not rule.kept_as}
PEOPLE = "; ".join(f"person{number}: mail:person{number}@shop.example" for number in range(60))


def test_the_defaults_leave_room_for_a_team() -> None:
    team = {"People": PEOPLE[:600], "OnCall": "x" * 200, "AlertRecipients": "owner@shop.example, helper@shop.example"}
    refuse_overfull(SHIPPED, DEFAULTS | team)


def test_what_is_too_long_is_named() -> None:
    with pytest.raises(DeployError, match=r"CheckSystemFunction.*4096.*longest are People"):
        refuse_overfull(SHIPPED, DEFAULTS | {"People": PEOPLE})


def test_nothing_is_changed_then(first: Desk) -> None:
    first.template = FILE.read_text("utf-8")
    with pytest.raises(DeployError, match="too long"):
        first.deploy(People=PEOPLE)
    assert first.happened == []
