"""What GET /series is asked and answers."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field

from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel
from pawpop_monitoring.domain.board import Range
from pawpop_monitoring.domain.series import Mark, Series

_LONGEST_NAME = 60

type Name = Annotated[str, Field(min_length=1, max_length=_LONGEST_NAME)]


class SeriesQuery(WireModel):
    """GET /series. `since` and `until` take the place of `range`; `per` makes a step of each hour or day."""

    service: Name
    metric: Name
    group: Annotated[str, Field(max_length=_LONGEST_NAME)] = ""
    range: Range = "7d"
    since: UtcDatetime | None = None
    until: UtcDatetime | None = None
    per: Literal["step", "hour", "day"] = "step"
    compare: Literal["none", "week"] = "none"


class SeriesColumns(WireModel):
    """A part ("" is the whole) by columns, a row each step of which anything is known; `t` is in Unix seconds.

    `low`, `median`, `p95` and `high` are of the values of a step; of a sum or a mean there is `median` alone.
    """

    part: str
    t: tuple[int, ...]
    samples: tuple[int, ...]
    low: tuple[float | None, ...]
    median: tuple[float | None, ...]
    p95: tuple[float | None, ...]
    high: tuple[float | None, ...]

    @classmethod
    def of(cls, series: Series) -> Self:
        """The columns, to nine digits."""
        points = series.points
        return cls(
            part=series.part,
            t=tuple(int(point.at.timestamp()) for point in points),
            samples=tuple(point.samples for point in points),
            low=tuple(_short(point.low) for point in points),
            median=tuple(_short(point.median) for point in points),
            p95=tuple(_short(point.p95) for point in points),
            high=tuple(_short(point.high) for point in points),
        )


class MarkView(WireModel):
    """What happened meanwhile."""

    kind: Literal["alert", "silence", "deployment"]
    at: UtcDatetime
    until: UtcDatetime | None
    label: str
    severity: str | None
    alert_id: str | None

    @classmethod
    def of(cls, mark: Mark) -> Self:
        """The view of it."""
        names = ("kind", "at", "until", "label", "severity", "alert_id")
        return cls(**{name: getattr(mark, name) for name in names})


class SeriesResponse(WireModel):
    """`coverage` is the percent of the span of which anything is known, null of sums, where nothing is known of gaps.

    `before` is the week before, at its own times; `threshold` is the limit that the checks judge by, if any.
    """

    status: str = "success"
    service: str
    metric: str
    group: str
    label: str
    unit: str
    since: UtcDatetime
    until: UtcDatetime
    step_seconds: int
    is_sum: bool
    coverage: float | None
    threshold: float | None
    bound: Literal["max", "min"]
    series: tuple[SeriesColumns, ...]
    before: tuple[SeriesColumns, ...]
    marks: tuple[MarkView, ...]


def columns_of(found: Sequence[Series]) -> tuple[SeriesColumns, ...]:
    """All of them, the largest first as they came."""
    return tuple(SeriesColumns.of(each) for each in found)


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.9g}")
