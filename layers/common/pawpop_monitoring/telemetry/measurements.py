"""The numbers of the dashboard's state, in base units: seconds, ratios, dollars; one definition for all who collect."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pawpop_monitoring.contracts.dashboard_response import DashboardResponse
from pawpop_monitoring.contracts.gauge import number_in
from pawpop_monitoring.domain.service import FAL_AI, ServiceStatus
from pawpop_monitoring.domain.severity import Severity

type Labels = Mapping[str, str]
type Sample = tuple[Labels, float]


@dataclass(frozen=True, slots=True)
class Measurement:
    """`name` without a prefix, what it is, and its value for each set of labels; what is not known has none."""

    name: str
    help: str
    samples: tuple[Sample, ...]


def measurements_of(state: DashboardResponse) -> Iterable[Measurement]:
    """All that are known; what is not known is left out rather than told as 0."""
    stale = _measured("stale", "1 while the database can't be read.", [({}, float(state.stale))])
    everything = (*_services(state), *_alerts(state), *_costs(state), *_forecasts(state), stale)
    return [measurement for measurement in everything if measurement.samples]


def _measured(name: str, text: str, samples: Iterable[tuple[Labels, float | None]]) -> Measurement:
    return Measurement(name, text, tuple((labels, float(value)) for labels, value in samples if value is not None))


def _services(state: DashboardResponse) -> Iterable[Measurement]:
    services = state.services.items()
    yield _measured(
        "service_status",
        "1 for the status that the service is in.",
        [
            ({"service": name, "status": status.value}, float(service.status is status))
            for name, service in services
            for status in ServiceStatus
        ],
    )
    yield _measured(
        "service_response_time_seconds",
        "Response time of the shop's own calls, 95 in 100; of a query for supabase.",
        [({"service": name}, _scaled(service.response_time, 1000)) for name, service in services],
    )
    yield _measured(
        "service_response_time_quantile_seconds",
        "Response time of the shop's own calls.",
        [
            ({"service": name, "quantile": quantile}, _scaled(number_in(service.details, key), 1000))
            for name, service in services
            for quantile, key in (("0.5", "responseTimeP50"), ("0.95", "responseTimeP95"))
        ],
    )
    yield _measured(
        "service_probe_seconds",
        "What the monitor's own call took at the last check.",
        [({"service": name}, _scaled(number_in(service.details, "probeMs"), 1000)) for name, service in services],
    )
    yield _measured(
        "service_error_ratio",
        "Share of failed requests at the last check.",
        [({"service": name}, _scaled(service.error_rate, 100)) for name, service in services],
    )
    yield _measured(
        "service_last_check_timestamp_seconds",
        "When the service was last checked.",
        [({"service": name}, service.last_check.timestamp()) for name, service in services if service.last_check],
    )
    yield _measured(
        "service_uptime_ratio",
        "Share of the observed time of the last 24 hours that the service was not down.",
        [({"service": name}, _scaled(service.uptime and float(service.uptime), 100)) for name, service in services],
    )
    yield _measured(
        "service_uptime_coverage_ratio",
        "Share of the last 24 hours about which anything is known.",
        [({"service": name}, _scaled(service.uptime_coverage, 100)) for name, service in services if service.uptime],
    )
    yield _measured(
        "service_reading",
        "Numbers that have a threshold, in the unit of the label.",
        [
            ({"service": name, "reading": gauge.label, "unit": gauge.unit}, gauge.value)
            for name, service in services
            for gauge in service.gauges
        ],
    )


def _alerts(state: DashboardResponse) -> Iterable[Measurement]:
    counts = {severity: getattr(state.alerts, severity.value) for severity in Severity}
    samples: list[tuple[Labels, float | None]] = [
        ({"severity": severity.value}, count) for severity, count in counts.items()
    ]
    yield _measured("open_alerts", "Alerts that are not resolved.", samples)


def _costs(state: DashboardResponse) -> Iterable[Measurement]:
    costs = state.costs
    if costs is None:
        return
    spent: list[tuple[Labels, float | None]] = [
        ({"period": "today"}, float(costs.today)),
        ({"period": "month"}, float(costs.month)),
        ({"period": "month_projected"}, float(costs.projected_month)),
    ]
    yield _measured("cost_dollars", "Spent on image generation.", spent)
    limits: list[tuple[Labels, float | None]] = [
        ({"period": "today"}, costs.daily_limit),
        ({"period": "month"}, costs.monthly_limit),
    ]
    yield _measured("cost_limit_dollars", "Limits of that spending.", limits)


def _forecasts(state: DashboardResponse) -> Iterable[Measurement]:
    """As the check of fal.ai found them last, by the names that they have among its details."""
    found = state.services[FAL_AI].details if FAL_AI in state.services else {}
    bounds = {"low": "monthForecastLow", "median": "monthForecast", "high": "monthForecastHigh"}
    yield _measured(
        "month_forecast_dollars",
        "What the month costs at this pace; low and high hold in four of five months.",
        [({"bound": bound}, number_in(found, name)) for bound, name in bounds.items()],
    )
    yield _measured(
        "month_limit_days",
        "Days until the month's limit is reached at this pace; none if it is not.",
        [({}, number_in(found, "monthLimitDays"))],
    )
    yield _measured(
        "credit_days",
        "Days that the credit at fal.ai lasts at this pace.",
        [({}, number_in(found, "creditDays"))],
    )


def _scaled(value: float | str | None, divisor: float) -> float | None:
    return value / divisor if isinstance(value, int | float) else None
