"""The desk of tests.integration.dashboard with dashboards: series are made up, and what is saved is kept."""

import json
import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pawpop_monitoring.bootstrap.board_services import Shipped
from pawpop_monitoring.contracts.board_models import (
    BoardResponse,
    BoardView,
    ListBoardsResponse,
    SaveBoardRequest,
    metric_views,
)
from pawpop_monitoring.contracts.series_models import SeriesQuery
from pawpop_monitoring.domain.board import Board, service_board
from pawpop_monitoring.domain.metric import Source
from pawpop_monitoring.domain.series import Mark, Series, SeriesPoint
from pawpop_monitoring.domain.service import CHECKED_SERVICES
from pawpop_monitoring.http.gauges import Gauge
from pawpop_monitoring.http.series_view import Drawn, compose, metric_in, span_in
from tests.integration.dashboard.desk import Desk

_SHIPPED = Shipped.load(Path(__file__).parents[3] / "functions/manage_dashboards/templates", CHECKED_SERVICES)
_INTERVAL = timedelta(minutes=5)
_WEEK = timedelta(days=7)


@dataclass
class BoardDesk(Desk):
    """`asked` are the queries of series, `saved` the dashboards that were made; with `measures` off nothing was yet.

    `limit` is that of each number that has one.
    """

    measures: bool = True
    limit: float | None = None

    asked: list[SeriesQuery] = field(default_factory=list)
    saved: dict[str, Board] = field(default_factory=dict)

    def _api(self, method: str, path: str, query: dict[str, list[str]], sent: str | None) -> tuple[int, str]:
        name = path.removeprefix("api/monitoring/")
        if name == "dashboards":
            return 200, self._boards().model_dump_json()
        if name == "series" and self.scene.dashboard.stale:
            return 503, json.dumps({"error": str(self.scene.dashboard.stale_reason)})
        if name == "series":
            return 200, self._series(SeriesQuery.model_validate({key: each[0] for key, each in query.items()}))
        if method == "PUT":
            asked = SaveBoardRequest.model_validate_json(sent or "{}")
            called = name.removeprefix("dashboards/")
            panels = tuple(panel.panel() for panel in asked.panels)
            self.saved[called] = Board(name=called, title=asked.title, range=asked.range, panels=panels)
            view = BoardView.of(self.saved[called], "own")
            return 200, BoardResponse(message="Saved", dashboard=view).model_dump_json()
        return super()._api(method, path, query, sent)

    def _boards(self) -> ListBoardsResponse:
        own = [BoardView.of(board, "own") for board in self.saved.values()]
        shipped = [BoardView.of(board, "shipped") for board in _SHIPPED.boards.values()]
        pages = [BoardView.of(service_board(service), "service") for service in CHECKED_SERVICES]
        metrics = {service: metric_views(service) for service in CHECKED_SERVICES}
        return ListBoardsResponse(dashboards=(*own, *shipped, *pages), metrics=metrics)

    def _series(self, query: SeriesQuery) -> str:
        self.asked.append(query)
        now = datetime.now(UTC)
        metric, span = metric_in(query, CHECKED_SERVICES), span_in(query, now, _INTERVAL)
        parts = ["shop-checkout", "image-worker", "pawpop-monitoring"] if query.group else [""]
        count = int((span.until - span.since) / span.step) + 1
        is_sum = metric.source is not Source.CHECK
        series = [
            Series(part, [_point(span.since + step * span.step, step, place, is_sum=is_sum) for step in _steps(count)])
            for place, part in enumerate(parts)
        ]
        before = series if query.compare == "week" else []
        back = span.before(_WEEK).since - span.since
        earlier = [
            Series(each.part, [_point(p.at + back, i + 40, 0, is_sum=is_sum) for i, p in enumerate(each.points)])
            for each in before
        ]
        middle = span.since + (span.until - span.since) / 2
        marks = [
            Mark(kind="silence", at=middle - 40 * span.step, until=middle - 25 * span.step, label="Moving house"),
            Mark(kind="deployment", at=middle, label="shop 2.4.1"),
            Mark(kind="alert", at=middle + 20 * span.step, until=middle + 35 * span.step, label="High connection usage",
                 severity="high", alert_id="alert_0"),
        ]  # fmt: skip
        gauge = (
            Gauge(label=metric.label, key=metric.name, unit=metric.unit, threshold=self.limit) if self.limit else None
        )
        drawn = Drawn(series, earlier, marks) if self.measures else Drawn((), (), ())
        return compose(query, metric, span, drawn, gauge, _INTERVAL).model_dump_json()


def _steps(count: int) -> list[int]:
    """With a hole in the first third."""
    return [step for step in range(count) if not count // 5 < step < count // 4]


def _point(at: datetime, step: int, place: int, *, is_sum: bool) -> SeriesPoint:
    middle = 45 + 20 * math.sin(step / 23) + 4 * math.sin(step * 1.7) - 11 * place
    if is_sum:
        return SeriesPoint(at, 12, None, middle, None, None)
    spread = 6 + 3 * math.cos(step / 5)
    return SeriesPoint(
        at, 12, middle - spread, middle, middle + spread, middle + spread * (3 if step % 37 == 5 else 1.3)
    )
