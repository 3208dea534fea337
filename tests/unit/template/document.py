"""template.yaml as tests read it: anchors put in, `!Ref X` as {"Ref": "X"}, a doubled key refused."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parents[3] / "template.yaml"

type Node = dict[str, Any]


class DoubledKeyError(Exception):
    """A mapping says one thing twice."""


class _Loader(yaml.CSafeLoader):
    """Understands CloudFormation's tags."""


def load(text: str) -> Node:
    """The document; DoubledKeyError if a mapping has a key twice."""
    document: Node = yaml.load(text, _Loader)
    return document


def template() -> Node:
    """The template of this checkout."""
    return load(FILE.read_text())


def functions(document: Node) -> dict[str, Node]:
    """The properties of each function, by its logical name."""
    return _of_type(document, "AWS::Serverless::Function")


def alarms(document: Node) -> dict[str, Node]:
    """The properties of each alarm, by its logical name."""
    return _of_type(document, "AWS::CloudWatch::Alarm")


def method_settings(document: Node) -> Iterator[tuple[str, str]]:
    """(METHOD, path) of each throttle; ("*", "*") is that of all others."""
    for setting in document["Resources"]["MonitoringApi"]["Properties"]["MethodSettings"]:
        yield setting["HttpMethod"], setting["ResourcePath"].removeprefix("/").replace("~1", "/")


def routes(document: Node) -> Iterator[tuple[str, str]]:
    """(METHOD, path) of each route."""
    for function in functions(document).values():
        for event in function.get("Events", {}).values():
            if event["Type"] == "Api":
                yield event["Properties"]["Method"].upper(), event["Properties"]["Path"]


def _of_type(document: Node, kind: str) -> dict[str, Node]:
    return {name: found["Properties"] for name, found in document["Resources"].items() if found["Type"] == kind}


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Node:
    written = Counter(key.value for key, _ in node.value)
    if doubled := sorted(key for key, times in written.items() if times > 1):
        raise DoubledKeyError(f"line {node.start_mark.line + 1}: {', '.join(doubled)}")
    loader.flatten_mapping(node)
    return {str(key): value for key, value in loader.construct_mapping(node, deep=True).items()}


def _tag(loader: _Loader, suffix: str, node: yaml.Node) -> Node:
    name = suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}"
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    assert isinstance(node, yaml.ScalarNode)
    return {name: loader.construct_scalar(node)}


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_multi_constructor("!", _tag)
