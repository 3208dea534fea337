"""Whether the settings have room in the environments of the functions, of which Lambda takes 4 kB each."""

from collections.abc import Iterator, Mapping
from typing import Any

from deploy.errors import DeployError

_MOST_BYTES = 4096
_OF_A_RESOURCE = 130
"""Bytes of an address or a name that AWS makes, at most."""


def refuse_overfull(template: Mapping[str, Any], parameters: Mapping[str, str]) -> None:
    """DeployError that names the functions with too large an environment, and the longest of the settings in them."""
    sizes = dict(_sizes(template, parameters))
    if over := {name: size for name, size in sizes.items() if size > _MOST_BYTES}:
        longest = sorted(parameters, key=lambda name: len(parameters[name].encode()), reverse=True)[:3]
        raise DeployError(
            f"The settings are too long for {', '.join(over)}: {max(over.values())} bytes, where Lambda takes "
            f"{_MOST_BYTES}. The longest are {', '.join(longest)}."
        )


def _sizes(template: Mapping[str, Any], parameters: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    everywhere = _variables(template.get("Globals", {}).get("Function", {}))
    for name, resource in template.get("Resources", {}).items():
        if resource.get("Type") == "AWS::Serverless::Function":
            variables = {**everywhere, **_variables(resource.get("Properties", {}))}
            yield name, sum(len(key) + _size(value, parameters) for key, value in variables.items())


def _variables(function: Mapping[str, Any]) -> Mapping[str, Any]:
    variables: Mapping[str, Any] = function.get("Environment", {}).get("Variables", {})
    return variables


def _size(value: object, parameters: Mapping[str, str]) -> int:
    match value:
        case {"Ref": str(name)}:
            return len(parameters[name].encode()) if name in parameters else _OF_A_RESOURCE
        case {"Fn::If": [_, one, other]}:
            return max(_size(one, parameters), _size(other, parameters))
        case {"Fn::Sub": str(text)}:
            return len(text.encode())
        case str() | int() | float():
            return len(str(value).encode())
        case _:
            return _OF_A_RESOURCE
