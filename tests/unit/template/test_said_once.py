"""The template says each thing once, and briefly."""

import re
from collections import Counter
from collections.abc import Iterable
from statistics import median

import pytest

from tests.unit.template.document import FILE, DoubledKeyError, Node, functions, load, method_settings, routes, template

LINES_OF_A_FUNCTION = 25
DOCUMENT = template()
TWICE = """
Resources:
  MonitoringApi:
    Properties:
      MethodSettings:
        - { ResourcePath: /~1a, HttpMethod: POST, ThrottlingRateLimit: 1 }
        - { ResourcePath: /~1a, HttpMethod: POST, ThrottlingRateLimit: 2 }
"""


def _doubled[T](found: Iterable[T]) -> list[T]:
    return [each for each, times in Counter(found).items() if times > 1]


def test_no_throttle_is_said_twice() -> None:
    assert _doubled(method_settings(DOCUMENT)) == []
    assert _doubled(method_settings(load(TWICE))) == [("POST", "/a")]


def test_no_key_is_said_twice() -> None:
    with pytest.raises(DoubledKeyError, match="line 2: A"):
        load("Variables:\n  A: 1\n  B: 2\n  A: 1\n")


def test_no_route_has_two_functions() -> None:
    assert _doubled(routes(DOCUMENT)) == []


def test_each_throttle_is_of_a_route() -> None:
    known = {*routes(DOCUMENT), ("*", "*")}
    assert [setting for setting in method_settings(DOCUMENT) if setting not in known] == []


def test_a_variable_has_one_value_wherever_it_is_set() -> None:
    values: dict[str, list[Node]] = {}
    for properties in functions(DOCUMENT).values():
        for name, value in properties.get("Environment", {}).get("Variables", {}).items():
            values.setdefault(name, []).append(value)
    assert [name for name, found in values.items() if any(each != found[0] for each in found)] == []


def test_thresholds_are_named_once() -> None:
    written = re.findall(r"^ +(MONITORING_\w+):", FILE.read_text(), re.MULTILINE)
    assert len(written) >= 11
    assert _doubled(written) == []


def test_most_functions_fit_on_half_a_screen() -> None:
    assert median(_lines_of_functions()) <= LINES_OF_A_FUNCTION


def _lines_of_functions() -> list[int]:
    resources = re.split(r"^  (?=\w+:$)", FILE.read_text(), flags=re.MULTILINE)
    written = [part for part in resources if "    Type: AWS::Serverless::Function\n" in part]
    return [len(re.split(r"\n\n|\n  # ──", part)[0].splitlines()) for part in written]
