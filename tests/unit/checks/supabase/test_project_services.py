"""The services around the database: one alert per condition, and what can't be asked is not down."""

import pytest

from pawpop_monitoring.domain.readings.supabase_project import ProjectReading, ServiceReport, ServiceState
from tests.unit.checks.supabase.readings import found, report, verdict

SICK, UNKNOWN, ABSENT = ServiceState.UNHEALTHY, ServiceState.UNKNOWN, ServiceState.ABSENT


def _services(good: set[str]) -> set[str]:
    return {name.rpartition(":")[2] for name in good if "service_unhealthy" in name}


@pytest.mark.parametrize(
    ("direct", "expected", "cleared"),
    [
        ((), [], set()),
        ((report("auth"), report("rest")), [], {"auth", "rest", "gateway"}),
        ((report("auth", SICK), report("rest")), ["service_unhealthy:auth high"], {"rest", "gateway"}),
        ((report("auth", ABSENT), report("rest", UNKNOWN)), [], set()),
        ((report("auth", SICK), report("rest", ABSENT)), ["service_unhealthy:auth high"], set()),
        ((report("auth", SICK), report("rest", SICK)), ["service_unhealthy:gateway high"], set()),
        ((report("storage", SICK),), ["service_unhealthy:storage high"], set()),
    ],
)
def test_the_services_own_answers(direct: tuple[ServiceReport, ...], expected: list[str], cleared: set[str]) -> None:
    judgement = verdict(project=ProjectReading(direct=direct))
    assert (found(judgement), _services(judgement.good)) == (expected, cleared)
    assert judgement.status == ("warning" if expected else "healthy")


@pytest.mark.parametrize(
    ("own", "reported", "expected", "cleared"),
    [
        (report("auth"), report("auth", SICK), ["service_unhealthy:auth high"], {"gateway"}),
        (report("auth", SICK), report("auth"), ["service_unhealthy:auth high"], set()),
        (report("auth", ABSENT), report("auth"), [], {"auth"}),
        (report("auth"), report("realtime", SICK), ["service_unhealthy:realtime high"], {"auth", "gateway"}),
        (report("auth"), report("db", UNKNOWN), [], {"auth", "gateway"}),
    ],
)
def test_a_service_is_as_bad_as_the_worse_of_two_witnesses_says(
    own: ServiceReport, reported: ServiceReport, expected: list[str], cleared: set[str]
) -> None:
    judgement = verdict(project=ProjectReading(direct=(own,), reported=(reported,)))
    assert (found(judgement), _services(judgement.good)) == (expected, cleared)


def test_a_gateway_that_answers_nothing_is_one_alert_with_all_reasons() -> None:
    direct = (report("auth", SICK, "refuses connections"), report("storage", SICK, "refuses connections"))
    judgement = verdict(project=ProjectReading(direct=direct, reported=(report("auth", SICK), report("db"))))
    assert found(judgement) == ["service_unhealthy:gateway high"]
    assert judgement.findings[0].details == {"auth": "refuses connections", "storage": "refuses connections"}
    assert _services(judgement.good) == {"db"}


def test_an_alert_of_what_nobody_asks_any_more_is_over() -> None:
    every = {"auth", "db", "gateway", "pooler", "realtime", "rest", "storage"}
    assert _services(verdict(project=ProjectReading(asked=frozenset())).good) == every
    sick = ProjectReading(direct=(report("storage", SICK),), asked=frozenset({"storage"}))
    assert _services(verdict(project=sick).good) == every - {"storage"}
    assert _services(verdict(project=ProjectReading(notes=("Not in time.",))).good) == set()


@pytest.mark.parametrize(("waiting", "notes"), [(0.0, 0), (3.0, 1)])
def test_who_waits_for_the_pooler_is_said_and_is_no_alert(waiting: float, notes: int) -> None:
    judgement = verdict(project=ProjectReading(metrics={"poolerWaitingClients": waiting}))
    assert (found(judgement), judgement.status, len(judgement.notes)) == ([], "healthy", notes)
