"""A template as data, whichever way its functions are written."""

from collections.abc import Mapping
from typing import Any

from samcli.yamlhelper import yaml_parse


def parsed(text: str) -> Mapping[str, Any]:
    """The document; {} for an empty text."""
    return dict(yaml_parse(text) or {})
