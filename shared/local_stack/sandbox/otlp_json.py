"""Forms of OTLP's JSON: lowerCamelCase, enums as numbers, 64-bit integers as decimal texts."""

import re
from collections.abc import Iterator
from typing import Any

from local_stack.sandbox.wire import Json

_CAMEL_CASE = re.compile(r"[a-z][A-Za-z0-9]*")
_VALUES = ("stringValue", "boolValue", "intValue", "doubleValue", "arrayValue", "kvlistValue", "bytesValue")
_LONGEST_UINT64 = 20


class InvalidError(ValueError):
    """Something is not of the form that it must have; the message says what."""


def keys_in_camel_case(given: Any) -> None:
    """InvalidError for keys such as those of protobuf's text form, which receivers would silently ignore."""
    if isinstance(given, list):
        for each in given:
            keys_in_camel_case(each)
    elif isinstance(given, dict):
        for name, value in given.items():
            if not _CAMEL_CASE.fullmatch(name):
                raise InvalidError(f"'{name}' is not lowerCamelCase")
            keys_in_camel_case(value)


def members(given: Any, *path: str) -> Iterator[Json]:
    """The objects in the list under the last name of `path`, through those of the lists before it."""
    found = [given]
    for name in path:
        found = [each for parent in found for each in _list(parent, name)]
    yield from found


def is_uint64(value: object) -> bool:
    """As a decimal text; a JSON number of that size would lose digits."""
    return isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= _LONGEST_UINT64


def check_attributes(owner: Json) -> None:
    """InvalidError unless each has a key and a value of one type."""
    for each in _list(owner, "attributes"):
        if not isinstance(each.get("key"), str) or not each["key"]:
            raise InvalidError("an attribute has no key")
        check_value(each.get("value"))


def check_value(value: Any) -> None:
    """InvalidError unless it is an AnyValue."""
    if not isinstance(value, dict) or len(value) > 1 or any(name not in _VALUES for name in value):
        raise InvalidError(f"a value must have exactly one of {', '.join(_VALUES)}")
    if "stringValue" in value and not isinstance(value["stringValue"], str):
        raise InvalidError("stringValue must be a text")
    if "intValue" in value and not is_uint64(str(value["intValue"]).removeprefix("-")):
        raise InvalidError("intValue must be an integer as a text")


def _list(owner: Any, name: str) -> list[Json]:
    given = owner.get(name, []) if isinstance(owner, dict) else None
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise InvalidError(f"'{name}' must be a list of objects")
    return given
