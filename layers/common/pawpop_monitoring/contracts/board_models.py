"""What callers of /dashboards and /deployments send and get."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field

from pawpop_monitoring.contracts.alert_requests import Text
from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel
from pawpop_monitoring.domain.board import LONGEST_TITLE, MOST_PANELS, Board, Panel, PanelKind, Range
from pawpop_monitoring.domain.metric import metric_of, metrics_of
from pawpop_monitoring.domain.text import one_line

_LONGEST_LABEL, _LONGEST_ID, _LONGEST_NAME = 120, 100, 60

type Title = Annotated[Text, AfterValidator(lambda text: one_line(text, LONGEST_TITLE)), Field(min_length=1)]
type Label = Annotated[Text, AfterValidator(lambda text: one_line(text, _LONGEST_LABEL)), Field(min_length=1)]
type Name = Annotated[str, Field(min_length=1, max_length=_LONGEST_NAME)]


class PanelModel(WireModel):
    """One number of one service; `group` is what it is split by."""

    service: Name
    metric: Name
    kind: PanelKind = PanelKind.LINE
    group: Annotated[str, Field(max_length=_LONGEST_NAME)] = ""

    def panel(self) -> Panel:
        """As the domain has it."""
        return Panel(service=self.service, metric=self.metric, kind=self.kind, group=self.group)


class SaveBoardRequest(WireModel):
    """PUT /dashboards/{name}."""

    title: Title
    range: Range = "7d"
    panels: Annotated[tuple[PanelModel, ...], Field(min_length=1, max_length=MOST_PANELS)]


class PanelView(PanelModel):
    """With what people read, and in which unit."""

    label: str
    unit: str

    @classmethod
    def of(cls, panel: Panel) -> Self:
        """The view; of a metric that is no longer there, its name."""
        metric = metric_of(panel.service, panel.metric)
        return cls(
            service=panel.service,
            metric=panel.metric,
            kind=panel.kind,
            group=panel.group,
            label=metric.label if metric else panel.metric,
            unit=metric.unit if metric else "",
        )


class BoardView(WireModel):
    """`origin` is "shipped" (a file), "service" (made of all that a check reads) or "own" (kept in Postgres)."""

    name: str
    title: str
    range: Range
    origin: str
    updated_at: UtcDatetime | None = None
    updated_by: str | None = None
    panels: tuple[PanelView, ...]

    @classmethod
    def of(
        cls, board: Board, origin: str, updated_at: UtcDatetime | None = None, updated_by: str | None = None
    ) -> Self:
        """The view of it."""
        return cls(
            name=board.name,
            title=board.title,
            range=board.range,
            origin=origin,
            updated_at=updated_at,
            updated_by=updated_by,
            panels=tuple(PanelView.of(panel) for panel in board.panels),
        )


class MetricView(WireModel):
    """A number that panels may show, and what it can be split by."""

    name: str
    label: str
    unit: str
    groups: tuple[str, ...]
    only_grouped: bool


class ListBoardsResponse(WireModel):
    """GET /dashboards; `metrics` are by service; `problems` are files that can't be used, and why."""

    status: str = "success"
    dashboards: tuple[BoardView, ...]
    metrics: dict[str, tuple[MetricView, ...]]
    problems: tuple[str, ...] = ()


class BoardResponse(WireModel):
    """A dashboard as it is now."""

    status: str = "success"
    message: str
    dashboard: BoardView


class BoardRemovedResponse(WireModel):
    """DELETE /dashboards/{name}; `dashboard` is the one that is shipped under that name, if any."""

    status: str = "success"
    message: str
    dashboard: BoardView | None


class DeploymentRequest(WireModel):
    """POST /deployments: from CI, after each; `id` is what it is called there, `at` is now if it is left out."""

    label: Label
    id: Annotated[str, Field(min_length=1, max_length=_LONGEST_ID)] | None = None
    at: UtcDatetime | None = None


class DeploymentResponse(WireModel):
    """A deployment is marked; `at` and `label` are those that its id was told with first."""

    status: str = "success"
    message: str
    id: str
    at: UtcDatetime
    label: str


def metric_views(service: str) -> tuple[MetricView, ...]:
    """What panels may show of a service."""
    return tuple(
        MetricView(
            name=each.name, label=each.label, unit=each.unit, groups=tuple(each.parts), only_grouped=each.only_parts
        )
        for each in metrics_of(service)
    )
