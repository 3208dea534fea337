"""The dashboard's state in Prometheus' text format."""

from collections.abc import Iterable

from pawpop_monitoring.contracts.dashboard_response import DashboardResponse
from pawpop_monitoring.telemetry.measurements import Labels, Measurement, measurements_of


def render(state: DashboardResponse) -> str:
    """Text format 0.0.4; all of them are gauges."""
    return "\n".join(line for measurement in measurements_of(state) for line in _lines(measurement)) + "\n"


def _lines(measurement: Measurement) -> Iterable[str]:
    yield f"# HELP pawpop_{measurement.name} {measurement.help}"
    yield f"# TYPE pawpop_{measurement.name} gauge"
    for labels, value in measurement.samples:
        yield f"pawpop_{measurement.name}{_labels(labels)} {value!r}"


def _labels(labels: Labels) -> str:
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}" if labels else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
