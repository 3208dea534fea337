"""Measurements as OpenTelemetry's metrics, https://opentelemetry.io/docs/specs/otel/metrics/data-model/."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pawpop_monitoring.domain.otlp import RESOURCE, SCOPE, attributes_of, nanoseconds
from pawpop_monitoring.telemetry.measurements import Measurement

_UNITS = {"_timestamp_seconds": "s", "_seconds": "s", "_ratio": "1", "_dollars": "USD"}


def export_of(measurements: Iterable[Measurement], at: datetime) -> Mapping[str, Any]:
    """The body of an ExportMetricsServiceRequest as JSON: gauges, each with the moment `at`."""
    metrics = [_metric(measurement, nanoseconds(at)) for measurement in measurements]
    return {"resourceMetrics": [{"resource": RESOURCE, "scopeMetrics": [{"scope": SCOPE, "metrics": metrics}]}]}


def _metric(measurement: Measurement, moment: str) -> dict[str, Any]:
    points = [
        {"attributes": attributes_of(labels), "timeUnixNano": moment, "asDouble": value}
        for labels, value in measurement.samples
    ]
    unit = next((unit for ending, unit in _UNITS.items() if measurement.name.endswith(ending)), "")
    name = f"pawpop.{measurement.name}"
    return {"name": name, "description": measurement.help, "unit": unit, "gauge": {"dataPoints": points}}
