"""ExportMetricsServiceRequest of OTLP, as far as gauges and sums go."""

from typing import Any

from local_stack.sandbox.otlp_json import InvalidError, check_attributes, is_uint64, members
from local_stack.sandbox.wire import Json

_KINDS = ("gauge", "sum", "histogram", "exponentialHistogram", "summary")
_TEMPORALITIES = (1, 2)


def read(given: Any) -> tuple[list[Json], int]:
    """The metrics to take, and how many points are rejected as they have no time; InvalidError for the whole."""
    for resource in members(given, "resourceMetrics"):
        check_attributes(resource.get("resource", {}))
    taken, rejected = list[Json](), 0
    for metric in members(given, "resourceMetrics", "scopeMetrics", "metrics"):
        kind = _kind(metric)
        points = list(members(metric[kind], "dataPoints"))
        for point in points:
            _check(point, kind)
        timed = [point for point in points if point.get("timeUnixNano", "0") != "0"]
        rejected += len(points) - len(timed)
        taken.append({**metric, kind: {**metric[kind], "dataPoints": timed}})
    return taken, rejected


def _kind(metric: Json) -> str:
    if not isinstance(metric.get("name"), str) or not metric["name"]:
        raise InvalidError("a metric has no name")
    kinds = [name for name in _KINDS if isinstance(metric.get(name), dict)]
    if len(kinds) != 1:
        raise InvalidError(f"a metric must have exactly one of {', '.join(_KINDS)}")
    if kinds == ["sum"] and metric["sum"].get("aggregationTemporality") not in _TEMPORALITIES:
        raise InvalidError("aggregationTemporality of a sum must be 1 or 2")
    return kinds[0]


def _check(point: Json, kind: str) -> None:
    for name in ("timeUnixNano", "startTimeUnixNano"):
        if name in point and not is_uint64(point[name]):
            raise InvalidError(f"{name} must be nanoseconds as a decimal text")
    check_attributes(point)
    if kind not in {"gauge", "sum"}:
        return
    double, whole = point.get("asDouble"), point.get("asInt")
    if (double is None) == (whole is None):
        raise InvalidError("a point must have either asDouble or asInt")
    if double is not None and (not isinstance(double, int | float) or isinstance(double, bool)):
        raise InvalidError("asDouble must be a number")
    if whole is not None and not is_uint64(str(whole).removeprefix("-")):
        raise InvalidError("asInt must be an integer as a text")
