"""A dashboard of somebody's own, as data: which numbers of which services, drawn how, over which time."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, get_args

from pawpop_monitoring.domain.metric import Source, metric_of, metrics_of
from pawpop_monitoring.domain.service import label_of

type Range = Literal["24h", "7d", "30d", "90d"]
RANGES: tuple[str, ...] = get_args(Range.__value__)
MOST_PANELS = 40
LONGEST_TITLE = 80


class PanelKind(StrEnum):
    """How a number is drawn."""

    LINE = "line"
    """A curve within a band from the least to the highest."""
    BARS = "bars"
    """A bar for each day, or for each hour of one day."""
    NUMBER = "number"
    """The newest value, large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """`metric` is one of `metrics_of(service)`; `group` is what it is split by, "" if it is not."""

    service: str
    metric: str
    kind: PanelKind = PanelKind.LINE
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A dashboard; `name` is what addresses call it."""

    name: str
    title: str
    range: Range
    panels: tuple[Panel, ...]


def service_board(service: str) -> Board:
    """The page of one service: every number that its check reads, and each way to split them."""
    return Board(name=f"service-{service}", title=label_of(service), range="7d", panels=tuple(_all_panels(service)))


def _all_panels(service: str) -> Iterator[Panel]:
    for metric in metrics_of(service):
        kind = PanelKind.LINE if metric.source is Source.CHECK else PanelKind.BARS
        if not metric.only_parts:
            yield Panel(service=service, metric=metric.name, kind=kind)
        for group in metric.parts:
            yield Panel(service=service, metric=metric.name, kind=kind, group=group)


def problem_of(panel: Panel, services: Collection[str]) -> tuple[str, str] | None:
    """Which field of a panel names what there is not, and what there is instead; None if all is well."""
    if panel.service not in services:
        return "service", f"must be one of {', '.join(services)}, not {panel.service!r:.60}"
    metric = metric_of(panel.service, panel.metric)
    if metric is None:
        known = ", ".join(each.name for each in metrics_of(panel.service))
        return "metric", f"must be a number of {panel.service}, not {panel.metric!r:.60}: {known}"
    if panel.group not in metric.parts and (panel.group or metric.only_parts):
        known = f"one of {', '.join(metric.parts)}" if metric.parts else "left out"
        return "group", f"of {panel.metric} must be {known}, not {panel.group!r:.60}"
    return None
