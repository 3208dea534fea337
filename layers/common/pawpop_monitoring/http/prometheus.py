"""The dashboard's state in Prometheus' text format, in base units: seconds, ratios, dollars."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pawpop_monitoring.contracts.dashboard_response import DashboardResponse
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.http.gauges import number_in

type Labels = Mapping[str, str]
type Sample = tuple[Labels, float | None]


@dataclass(frozen=True, slots=True)
class _Gauge:
    name: str
    help: str
    samples: list[Sample] = field(default_factory=list)

    def lines(self) -> Iterable[str]:
        """The gauge without the samples that are not known; nothing at all if none is."""
        known = [(labels, value) for labels, value in self.samples if value is not None]
        if not known:
            return
        yield f"# HELP pawpop_{self.name} {self.help}"
        yield f"# TYPE pawpop_{self.name} gauge"
        for labels, value in known:
            yield f"pawpop_{self.name}{_labels(labels)} {float(value)!r}"


def render(state: DashboardResponse) -> str:
    """All gauges; what is not known is left out rather than told as 0."""
    stale = _Gauge("stale", "1 while the database can't be read.", [({}, float(state.stale))])
    gauges = (*_services(state), *_alerts(state), *_costs(state), stale)
    return "\n".join(line for gauge in gauges for line in gauge.lines()) + "\n"


def _services(state: DashboardResponse) -> Iterable[_Gauge]:
    services = state.services.items()
    yield _Gauge(
        "service_status",
        "1 for the status that the service is in.",
        [
            ({"service": name, "status": status.value}, float(service.status is status))
            for name, service in services
            for status in ServiceStatus
        ],
    )
    yield _Gauge(
        "service_response_time_seconds",
        "Response time of the shop's own calls, 95 in 100; of a query for supabase.",
        [({"service": name}, _scaled(service.response_time, 1000)) for name, service in services],
    )
    yield _Gauge(
        "service_response_time_quantile_seconds",
        "Response time of the shop's own calls.",
        [
            ({"service": name, "quantile": quantile}, _scaled(number_in(service.details, key), 1000))
            for name, service in services
            for quantile, key in (("0.5", "responseTimeP50"), ("0.95", "responseTimeP95"))
        ],
    )
    yield _Gauge(
        "service_probe_seconds",
        "What the monitor's own call took at the last check.",
        [({"service": name}, _scaled(number_in(service.details, "probeMs"), 1000)) for name, service in services],
    )
    yield _Gauge(
        "service_error_ratio",
        "Share of failed requests at the last check.",
        [({"service": name}, _scaled(service.error_rate, 100)) for name, service in services],
    )
    yield _Gauge(
        "service_last_check_timestamp_seconds",
        "When the service was last checked.",
        [({"service": name}, service.last_check.timestamp()) for name, service in services if service.last_check],
    )
    yield _Gauge(
        "service_uptime_ratio",
        "Share of the observed time of the last 24 hours that the service was not down.",
        [({"service": name}, _scaled(service.uptime and float(service.uptime), 100)) for name, service in services],
    )
    yield _Gauge(
        "service_uptime_coverage_ratio",
        "Share of the last 24 hours about which anything is known.",
        [({"service": name}, _scaled(service.uptime_coverage, 100)) for name, service in services if service.uptime],
    )
    yield _Gauge(
        "service_reading",
        "Numbers that have a threshold, in the unit of the label.",
        [
            ({"service": name, "reading": gauge.label, "unit": gauge.unit}, gauge.value)
            for name, service in services
            for gauge in service.gauges
        ],
    )


def _alerts(state: DashboardResponse) -> Iterable[_Gauge]:
    counts = {severity: getattr(state.alerts, severity.value) for severity in Severity}
    samples: list[Sample] = [({"severity": severity.value}, count) for severity, count in counts.items()]
    yield _Gauge("open_alerts", "Alerts that are not resolved.", samples)


def _costs(state: DashboardResponse) -> Iterable[_Gauge]:
    costs = state.costs
    if costs is None:
        return
    spent: list[Sample] = [
        ({"period": "today"}, float(costs.today)),
        ({"period": "month"}, float(costs.month)),
        ({"period": "month_projected"}, float(costs.projected_month)),
    ]
    yield _Gauge("cost_dollars", "Spent on image generation.", spent)
    limits: list[Sample] = [({"period": "today"}, costs.daily_limit), ({"period": "month"}, costs.monthly_limit)]
    yield _Gauge("cost_limit_dollars", "Limits of that spending.", limits)


def _scaled(value: float | str | None, divisor: float) -> float | None:
    return value / divisor if isinstance(value, int | float) else None


def _labels(labels: Labels) -> str:
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}" if labels else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
