"""Whether somebody hears of everything critical, at every hour, by the routes that are set."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, time, timedelta

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.mail_addresses import parse_address
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.routing.conditions import Step
from pawpop_monitoring.routing.on_call import ON_CALL
from pawpop_monitoring.routing.routes import MAIL, Routes, kind_of

_A_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001  wall clock
_ANY = "any other"


def check_routes(routes: Routes, configured: Collection[str], reach_people: Collection[str]) -> None:
    """ConfigurationError if a route names a channel that is not set up, or if nobody would hear of something critical.

    `configured` are names of channels, or kinds that take any target; `reach_people` the kinds that a person notices.
    Whoever is on call is reached: where nobody is, others hear instead.
    """
    unknown = _unknown(routes, configured)
    if unknown:
        known = ", ".join(sorted(configured))
        raise ConfigurationError(f"ROUTES: {', '.join(unknown)} is not set up; there are: {known}.")
    unheard = next(_unheard(routes, reach_people), None)
    if unheard is not None:
        what = f"{unheard.service}:{unheard.rule}" if unheard.rule != _ANY else f"{unheard.service} alerts"
        when = unheard.at.strftime("%A %H:%M")
        raise ConfigurationError(
            f"ROUTES: nobody would hear when {what} become critical on {when}. Add `critical -> mail`."
        )


def is_one_of(channel: str, names: Collection[str]) -> bool:
    """True if `channel`, or the kind of channel that it is, is among `names`."""
    return channel in names or kind_of(channel) in names


def _unknown(routes: Routes, configured: Collection[str]) -> Sequence[str]:
    named = dict.fromkeys(name for route in routes.routes for name in route.channels)
    return [f"'{name}'" for name in named if name != ON_CALL and not is_set_up(name, configured)]


def is_set_up(name: str, configured: Collection[str]) -> bool:
    """True if `name` is a channel that is set up, all of a kind of which one is, or mail to what is an address."""
    if name.startswith(f"{MAIL}:"):
        return MAIL in configured and parse_address(name.removeprefix(f"{MAIL}:")) is not None
    return is_one_of(name, configured) or name in {kind_of(each) for each in configured}


def _unheard(routes: Routes, reach_people: Collection[str]) -> Iterator[Step]:
    """Each critical step that reaches nobody; between the hours that routes name, nothing changes."""
    for at in _moments(routes):
        for service, rule in _subjects(routes):
            for kind in (TransitionKind.OPENED, TransitionKind.ESCALATED):
                step = Step(severity=Severity.CRITICAL, service=service, rule=rule, kind=kind, at=at)
                if not any(is_one_of(name, reach_people) for name in routes.of(step).now):
                    yield step


def _moments(routes: Routes) -> Sequence[datetime]:
    hours = [hours for route in routes.routes for hours in route.conditions.hours]
    edges = sorted({time(0), *(edge for each in hours for edge in (each.start, each.end))})
    return [datetime.combine(_A_MONDAY + timedelta(days=day), edge) for day in range(7) for edge in edges]


def _subjects(routes: Routes) -> Sequence[tuple[str, str]]:
    conditions = [route.conditions for route in routes.routes]
    rules = [tuple(rule.split(":", 1)) for each in conditions for rule in each.rules]
    services = {service for each in conditions for service in each.services} | {service for service, _ in rules}
    return sorted({(_ANY, _ANY), *((service, _ANY) for service in services), *((s, r) for s, r in rules)})
