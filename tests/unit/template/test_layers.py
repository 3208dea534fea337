"""Each function has the layers that it imports from, and no large one that it does not."""

import re

from local_stack.runtime_emulator import FURTHER_LAYERS, LAYERS
from tests.unit.template.document import FILE, functions, template

DOCUMENT = template()
REQUIREMENTS = FILE.parent / "layers"


def _names(layers: list[dict[str, str]]) -> tuple[str, ...]:
    return tuple(layer["Ref"] for layer in layers)


def test_tools_that_run_a_built_function_know_its_layers() -> None:
    assert set(_names(DOCUMENT["Globals"]["Function"]["Layers"])) == set(LAYERS)
    further = {
        each["CodeUri"].removeprefix("functions/"): _names(each["Layers"])
        for each in functions(DOCUMENT).values()
        if "Layers" in each
    }
    assert further == FURTHER_LAYERS


def test_who_asks_stripe_has_its_sdk_and_nobody_else() -> None:
    asks = {name for name, each in functions(DOCUMENT).items() if "STRIPE_SECRET_ID" in _variables(each)}
    has = {name for name, each in functions(DOCUMENT).items() if {"Ref": "StripeLayer"} in each.get("Layers", [])}
    assert has == asks != set()
    assert not re.search("^stripe==", (REQUIREMENTS / "dependencies" / "requirements.txt").read_text(), re.MULTILINE)


def _variables(function: dict[str, dict[str, dict[str, object]]]) -> dict[str, object]:
    return function.get("Environment", {}).get("Variables", {})
