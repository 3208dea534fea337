"""Which parameters and secrets template.yaml declares, and what each accepts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Parameter:
    """One entry under `Parameters`, or under the `Secrets` of `Metadata`.

    `default` is None where a value must be given; `kept_as` is the name of a secret in Parameter Store,
    below that of the stack, and None for what the template is given.
    """

    name: str
    description: str
    default: str | None
    secret: bool
    rules: Mapping[str, Any]
    kept_as: str | None = None

    def problem_of(self, value: str) -> str | None:
        """What is wrong with `value` by the template's own rules, as CloudFormation would say at the end."""
        return next(_problems(self.rules, value), None)


def declared(template: Path) -> dict[str, Parameter]:
    """The parameters by name."""
    document = yaml.load(template.read_text(), _Loader)  # noqa: S506  it is a safe one
    entries: dict[str, dict[str, Any]] = document["Parameters"] | document.get("Metadata", {}).get("Secrets", {})
    return {name: _parameter(name, entry) for name, entry in entries.items()}


def _parameter(name: str, entry: Mapping[str, Any]) -> Parameter:
    default = entry.get("Default")
    return Parameter(
        name=name,
        description=str(entry.get("Description", "")),
        default=None if default is None else str(default),
        secret=bool(entry.get("NoEcho") or entry.get("Name")),
        rules=entry,
        kept_as=entry.get("Name"),
    )


def _problems(rules: Mapping[str, Any], value: str) -> Iterator[str]:
    told = rules.get("ConstraintDescription")
    if (allowed := rules.get("AllowedValues")) and value not in map(str, allowed):
        yield f"must be one of {', '.join(map(str, allowed))}"
    if (pattern := rules.get("AllowedPattern")) and not re.fullmatch(pattern, value, re.ASCII):
        yield told or f"must match {pattern}"
    if len(value) < rules.get("MinLength", 0):
        yield f"must have {rules['MinLength']} characters or more"
    if rules.get("Type") == "Number":
        yield from _problems_of_number(rules, value)


def _problems_of_number(rules: Mapping[str, Any], value: str) -> Iterator[str]:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        yield "must be a number"
    elif float(value) < rules.get("MinValue", float("-inf")):
        yield f"must be {rules['MinValue']} or more"
    elif float(value) > rules.get("MaxValue", float("inf")):
        yield f"must be {rules['MaxValue']} or less"


class _Loader(yaml.CSafeLoader):
    """Takes CloudFormation's tags for nothing in particular."""


_Loader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)
