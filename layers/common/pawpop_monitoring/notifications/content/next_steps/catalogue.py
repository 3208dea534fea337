"""Finding the next steps of a rule."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pawpop_monitoring.domain.rules import MANUAL_RULE

_ANY_SERVICE = "any-service"


@dataclass(frozen=True, slots=True)
class NextSteps:
    """Short imperative sentences: `first` for whoever reads the mail, `then` for the developer."""

    first: tuple[str, ...]
    then: tuple[str, ...]


def next_steps_for(service: str, rule: str) -> NextSteps:
    """The steps of that very rule; general ones for a rule that nobody wrote any for."""
    steps = all_next_steps()
    if rule == MANUAL_RULE:
        return steps[f"{_ANY_SERVICE}:{MANUAL_RULE}"]
    return steps.get(f"{service}:{rule}") or steps[f"{_ANY_SERVICE}:general"]


@cache
def all_next_steps() -> Mapping[str, NextSteps]:
    """All steps, by `service:rule`."""
    return {
        f"{file.stem}:{rule}": NextSteps(first=tuple(steps["first"]), then=tuple(steps["then"]))
        for file in Path(__file__).parent.glob("*.toml")
        for rule, steps in tomllib.loads(file.read_text("utf-8")).items()
    }
