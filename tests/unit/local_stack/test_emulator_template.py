"""What the emulator gets of the template: all but what it has no idea of."""

from local_stack.emulator_template import UNKNOWN_TYPES, known
from tests.unit.template.document import template


def test_nothing_else_is_left_out() -> None:
    whole, left = template(), known(template())
    missing = {name: found["Type"] for name, found in whole["Resources"].items() if name not in left["Resources"]}
    assert set(missing.values()) == UNKNOWN_TYPES
    assert {name: found for name, found in whole.items() if name != "Resources"} == {
        name: found for name, found in left.items() if name != "Resources"
    }
