"""A network trouble of our own is one alert, and no outage of anybody else's."""

import threading
from dataclasses import dataclass, replace

import pytest

from pawpop_monitoring.checks.system.network import NetworkAware
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from tests.factories import make_observation
from tests.fakes.system_sources import FakeReachability
from tests.unit.alerting.world import World

DOWN = "system:network_down"


@dataclass
class FakeCheck:
    seen: Observation

    @property
    def service(self) -> str:
        return self.seen.service

    def observe(self) -> Observation:
        return self.seen


def finding(service: str, rule: str = "unreachable") -> Finding:
    return Finding(service=service, rule=rule, severity=Severity.CRITICAL, message=f"{rule} of {service}")


def unreachable(service: str, *others: Finding) -> Observation:
    return make_observation(
        service=service,
        status=ServiceStatus.DOWN,
        findings=(finding(service), *others),
        details={"problems": ["x"], "unknown": ["The balance."], "attempts": 3},
    )


def through(observation: Observation, *, online: bool) -> tuple[Observation, int]:
    network = FakeReachability(online)
    return NetworkAware(FakeCheck(observation), network).observe(), network.asked


def test_an_outage_is_an_outage_if_the_rest_of_the_world_is_there() -> None:
    observation, asked = through(unreachable("stripe"), online=True)
    assert [found.fingerprint for found in observation.findings] == ["stripe:unreachable"]
    assert (observation.status, observation.cleared, asked) == ("down", frozenset({DOWN}), 1)


@pytest.mark.parametrize("service", ["supabase", "fal-ai", "stripe"])
def test_without_any_network_nothing_is_said_of_the_service(service: str) -> None:
    before = unreachable(service, finding(service, "other"))
    observation, asked = through(before, online=False)
    assert [found.fingerprint for found in observation.findings] == [DOWN, f"{service}:other"]
    assert (observation.status, observation.cleared, asked) == ("unknown", frozenset(), 1)
    assert observation.details["problems"] == [found.message for found in observation.findings]
    assert observation.details["unknown"][1:] == ["The balance."]
    assert observation.details["attempts"] == 3


def test_who_reaches_its_service_needs_not_ask() -> None:
    observation, asked = through(make_observation(cleared=frozenset({"supabase:unreachable"})), online=False)
    assert (observation.cleared, asked) == (frozenset({"supabase:unreachable", DOWN}), 0)


@pytest.mark.parametrize(
    "undecided", [make_observation(), make_observation(findings=(finding("supabase", "connections"),))]
)
def test_who_knows_nothing_of_it_says_nothing(undecided: Observation) -> None:
    assert through(undecided, online=False) == (undecided, 0)


def test_while_a_look_takes_long_the_network_is_asked_about_so_that_nobody_waits_twice() -> None:
    asked = threading.Event()

    class Slow(FakeCheck):
        def observe(self) -> Observation:
            return replace(self.seen, details={**self.seen.details, "asked meanwhile": asked.wait(2)})

    @dataclass
    class Network(FakeReachability):
        def online(self) -> bool:
            asked.set()
            return super().online()

    network = Network(answer=False)
    observation = NetworkAware(Slow(unreachable("stripe")), network, patience=0.01).observe()
    assert observation.details["asked meanwhile"]
    assert ([found.fingerprint for found in observation.findings], network.asked) == ([DOWN], 1)


def test_a_look_that_ends_well_after_all_needs_no_network() -> None:
    late = make_observation(cleared=frozenset({"supabase:unreachable"}))
    assert NetworkAware(FakeCheck(late), FakeReachability(False), patience=0).observe().cleared >= {DOWN}


def test_a_mistake_in_a_look_is_still_one() -> None:
    class Broken(FakeCheck):
        def observe(self) -> Observation:
            raise KeyError("bug")

    with pytest.raises(KeyError):
        NetworkAware(Broken(make_observation()), FakeReachability(True)).observe()


def test_three_services_that_fail_at_once_are_one_alert_and_one_mail() -> None:
    world = World()
    for service in ("supabase", "fal-ai", "stripe"):
        observation, _ = through(unreachable(service), online=False)
        world.processor.process(observation)
    assert world.told == ["opened network_down"]
    back, _ = through(make_observation(cleared=frozenset({"supabase:unreachable"})), online=True)
    world.processor.process(back)
    assert world.told == ["opened network_down", "resolved network_down"]
