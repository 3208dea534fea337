"""What the emulator gets of the template: all but what it has no idea of."""

from local_stack.emulator_template import UNKNOWN_TYPES, at_hand, known
from tests.unit.template.document import template

LAYERS = ("CommonLayer", "DependenciesLayer", "AppriseLayer")


def test_nothing_else_is_left_out() -> None:
    whole, left = template(), known(template())
    missing = {name: found["Type"] for name, found in whole["Resources"].items() if name not in left["Resources"]}
    assert set(missing.values()) == UNKNOWN_TYPES
    assert {name: found for name, found in whole.items() if name != "Resources"} == {
        name: found for name, found in left.items() if name != "Resources"
    }


def test_layers_of_packages_are_empty_as_the_workers_have_them_at_hand() -> None:
    layers = {name: {"Type": "AWS::Serverless::LayerVersion", "Properties": {"ContentUri": name}} for name in LAYERS}
    told = at_hand({"Resources": layers})["Resources"]
    assert {name: layer["Properties"]["ContentUri"] for name, layer in told.items()} == {
        "CommonLayer": "CommonLayer",
        "DependenciesLayer": "at_hand",
        "AppriseLayer": "at_hand",
    }
