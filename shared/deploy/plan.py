"""What a deployment is going to change, in words, before it does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deploy.ports import Stack
from deploy.stored_secrets import Fate

_HOLD_DATA = ("AWS::SQS::Queue", "AWS::DynamoDB::Table", "AWS::Logs::LogGroup")
_PLACES_OF_CODE = ("CodeUri", "ContentUri")


@dataclass(frozen=True, slots=True)
class Planned:
    """What is known before. `template` and that of `before` are parsed, `parameters` all that the template takes."""

    before: Stack | None
    earlier: Mapping[str, Any]
    template: Mapping[str, Any]
    parameters: Mapping[str, str]
    fates: Mapping[str, Fate]
    held: frozenset[str]
    migrations: Sequence[str]


def lines_of(planned: Planned) -> list[str]:
    """The plan, a line each; what is lost for good is marked with an exclamation mark."""
    return [*_stack(planned), *_secrets(planned), *_settings(planned), *_resources(planned), *_database(planned)]


def loses(planned: Planned) -> bool:
    """Whether something is deleted that holds data."""
    return any(line.startswith("!") for line in _resources(planned))


def _stack(planned: Planned) -> Iterator[str]:
    if planned.before is None:
        yield f"+ a new stack: {len(planned.template['Resources'])} resources, in about four minutes"
    else:
        yield "~ the code of all functions, as it is in this checkout"


def _secrets(planned: Planned) -> Iterator[str]:
    for name, fate in sorted(planned.fates.items()):
        if fate is Fate.WRITE:
            yield f"~ secret {name}: another value" if name in planned.held else f"+ secret {name}"
        elif fate is Fate.REMOVE:
            yield f"- secret {name}"
        elif fate is Fate.OUTDATED:
            yield f"= secret {name}: Parameter Store has a newer value, which stays; the one given had its time"


def _settings(planned: Planned) -> Iterator[str]:
    if planned.before is None:
        return
    # Counts what is written; nobody sets it.
    for name in sorted(planned.parameters.keys() - {"SecretsRevision"}):
        now, then = planned.parameters[name], planned.before.parameters.get(name)
        if then is None:
            yield f"+ {name}: {_shown(now)}"
        elif now != then:
            yield f"~ {name}: {_shown(then)} -> {_shown(now)}"


def _resources(planned: Planned) -> Iterator[str]:
    if planned.before is None:
        return
    old, new = planned.earlier.get("Resources", {}), planned.template["Resources"]
    for name in sorted(new.keys() - old.keys()):
        yield f"+ {name} ({new[name]['Type']})"
    for name in sorted(old.keys() & new.keys()):
        if _without_code(old[name]) != _without_code(new[name]):
            yield f"~ {name} ({new[name]['Type']})"
    for name in sorted(old.keys() - new.keys()):
        kind = old[name]["Type"]
        yield f"! {name} ({kind}), with what is in it" if kind in _HOLD_DATA else f"- {name} ({kind})"


def _database(planned: Planned) -> Iterator[str]:
    for name in planned.migrations:
        yield f"+ migration {name}"


def _shown(value: str) -> str:
    return value or "nothing"


def _without_code(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = {key: value for key, value in resource.get("Properties", {}).items() if key not in _PLACES_OF_CODE}
    return {**resource, "Properties": properties, "Metadata": None}
