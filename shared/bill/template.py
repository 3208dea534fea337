"""What template.yaml says that costs money."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[2] / "template.yaml"

CHANNELS, METRICS = "HasChannels", "HasMetrics"
"""Without a channel besides mail there is nothing of them, and without a collector nothing exports."""

_TIMES_A_DAY = {"rate(1 hour)": 24, "rate(1 day)": 1}

type Node = Mapping[str, Any]


class _Loader(yaml.SafeLoader):
    """Understands CloudFormation's tags: `!Ref X` is {"Ref": "X"}."""


def _tag(loader: _Loader, suffix: str, node: yaml.Node) -> Node:
    if isinstance(node, yaml.SequenceNode):
        return {suffix: loader.construct_sequence(node, deep=True)}
    if isinstance(node, yaml.MappingNode):
        return {suffix: loader.construct_mapping(node, deep=True)}
    return {suffix: node.value}


_Loader.add_multi_constructor("!", _tag)


@dataclass(frozen=True, slots=True)
class Template:
    """The resources of a deployment with every condition true but those that are `off`."""

    document: Node
    off: frozenset[str] = frozenset({CHANNELS, METRICS})

    @classmethod
    def load(cls, text: str, off: Collection[str] = (CHANNELS, METRICS)) -> "Template":
        """From the text of the file."""
        return cls(yaml.load(text, _Loader), frozenset(off))  # noqa: S506  it is a safe one

    def of_type(self, kind: str) -> Mapping[str, Node]:
        """The properties of each resource of a type, by its logical name."""
        found = self.document["Resources"].items()
        return {
            name: resource.get("Properties", {})
            for name, resource in found
            if resource["Type"] == kind and resource.get("Condition") not in self.off
        }

    @property
    def architecture(self) -> str:
        """What is deployed unless told otherwise."""
        return str(self.document["Parameters"]["Architecture"]["Default"])

    @property
    def log_retention_days(self) -> int:
        """The same of logs."""
        return int(self.document["Parameters"]["LogRetentionDays"]["Default"])

    def memory(self, folder: str) -> int:
        """MB of a function."""
        usual = self.document["Globals"]["Function"]["MemorySize"]
        return int(self._functions()[folder].get("MemorySize", usual))

    def folders(self) -> frozenset[str]:
        """Of all functions."""
        return frozenset(self._functions())

    def asked_over_http(self) -> frozenset[str]:
        """Folders of the functions behind a route, each call of which API Gateway counts."""
        return frozenset(folder for folder, event in self._events() if event["Type"] == "Api")

    def at_each_interval(self) -> list[str]:
        """Folders of the functions that run at CheckInterval."""
        return [folder for folder, schedule in self._schedules() if schedule == {"Ref": "CheckInterval"}]

    def a_day(self) -> Mapping[str, int]:
        """How often the other functions run a day, by folder; ValueError for a schedule that the bill can't count."""
        others = [(folder, schedule) for folder, schedule in self._schedules() if not isinstance(schedule, Mapping)]
        if unknown := [schedule for _, schedule in others if schedule not in _TIMES_A_DAY]:
            raise ValueError(f"The bill does not know how often {unknown} fires.")
        return {folder: _TIMES_A_DAY[schedule] for folder, schedule in others}

    def consumers(self) -> Mapping[str, Node]:
        """The SQS event sources, by the folder of the function that they feed."""
        return {folder: event["Properties"] for folder, event in self._events() if event["Type"] == "SQS"}

    def _schedules(self) -> Iterator[tuple[str, Any]]:
        for folder, event in self._events():
            if event["Type"] == "Schedule":
                yield folder, event["Properties"]["Schedule"]

    def _events(self) -> Iterator[tuple[str, Node]]:
        for folder, properties in self._functions().items():
            for event in properties.get("Events", {}).values():
                yield folder, event

    def _functions(self) -> Mapping[str, Node]:
        found = self.of_type("AWS::Serverless::Function").values()
        return {properties["CodeUri"].removeprefix("functions/"): properties for properties in found}
