"""The text that Prometheus scrapes."""

import re

from pawpop_monitoring.contracts.gauge import GaugeView
from pawpop_monitoring.telemetry.prometheus import render
from tests.e2e.browser.scenes import all_well, database_down

LINE = re.compile(r'pawpop_[a-z_]+(\{[a-z_]+="(?:[^"\\\n]|\\.)*"(?:,[a-z_]+="(?:[^"\\\n]|\\.)*")*\})? -?[0-9.e+-]+')


def _samples(text: str) -> dict[str, float]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def test_every_line_is_a_comment_or_a_sample() -> None:
    lines = render(all_well().dashboard).splitlines()
    assert all(line.startswith(("# HELP ", "# TYPE ")) or LINE.fullmatch(line) for line in lines)


def test_each_gauge_is_declared_once() -> None:
    declared = re.findall(r"# TYPE (\S+) gauge", render(all_well().dashboard))
    assert len(declared) == len(set(declared)) > 5


def test_units_are_base_units() -> None:
    samples = _samples(render(all_well().dashboard))
    assert samples['pawpop_service_response_time_seconds{service="supabase"}'] == 0.038
    assert samples['pawpop_service_error_ratio{service="supabase"}'] == 0.004
    assert samples['pawpop_cost_dollars{period="today"}'] == 18.4


def test_the_shops_own_times_and_the_probe_are_told_apart() -> None:
    state = all_well().dashboard
    times = {"responseTimeP50": 2300, "responseTimeP95": 4100, "probeMs": 4.4}
    service = state.services["fal-ai"].model_copy(update={"details": times})
    samples = _samples(render(state.model_copy(update={"services": {"fal-ai": service}})))
    assert samples['pawpop_service_response_time_quantile_seconds{service="fal-ai",quantile="0.5"}'] == 2.3
    assert samples['pawpop_service_response_time_quantile_seconds{service="fal-ai",quantile="0.95"}'] == 4.1
    assert samples['pawpop_service_probe_seconds{service="fal-ai"}'] == 0.0044


def test_uptime_has_its_coverage_beside_it() -> None:
    samples = _samples(render(all_well().dashboard))
    for service in ("supabase", "fal-ai", "stripe", "system"):
        assert samples[f'pawpop_service_uptime_coverage_ratio{{service="{service}"}}'] == 0.995
        assert samples[f'pawpop_service_uptime_ratio{{service="{service}"}}'] == 1.0


def test_what_is_not_known_is_left_out_instead_of_being_0() -> None:
    samples = _samples(render(database_down().dashboard))
    assert samples["pawpop_stale"] == 1
    assert samples['pawpop_service_status{service="supabase",status="down"}'] == 1
    assert not [name for name in samples if "cost" in name or "uptime" in name]
    assert 'pawpop_service_response_time_seconds{service="supabase"}' not in samples


def test_labels_cannot_break_out() -> None:
    state = all_well().dashboard
    odd = GaugeView(label='a"b\\c\nd', value=1, threshold=2, unit="", bound="max", state="good")
    service = state.services["system"].model_copy(update={"gauges": (odd,)})
    text = render(state.model_copy(update={"services": {"system": service}}))
    assert r'reading="a\"b\\c\nd"' in text
