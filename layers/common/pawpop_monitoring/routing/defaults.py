"""The routes of whoever sets none: right for one person."""

from collections.abc import Collection

from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.routing.conditions import Conditions
from pawpop_monitoring.routing.on_call import ON_CALL, OnCall
from pawpop_monitoring.routing.routes import MAIL, Route, Routes, kind_of


def default_routes(
    quiet: Collection[str],
    ringing: Collection[str],
    on_call: OnCall | None = None,
    ringing_when_high: Collection[str] = (),
) -> Routes:
    """All by mail and over what is set up and makes no noise; what is critical also over whatever rings.

    What is high goes over `ringing_when_high`, which are some of those that ring.

    With somebody `on_call`, what is critical goes to them, and rings for all only where it is no person's own.
    """
    people = on_call or OnCall()
    own = {kind_of(way) for way in people.ways} if people.rota else set()
    loud = (*([ON_CALL] if people.rota else []), *(kind for kind in ringing if kind not in own))
    everything = Route(Conditions(), (MAIL, *quiet))
    critical = Route(Conditions(severities=frozenset({Severity.CRITICAL})), loud)
    high = Route(Conditions(severities=frozenset({Severity.HIGH})), tuple(ringing_when_high))
    told = [everything, *([critical] if loud else []), *([high] if ringing_when_high else [])]
    return Routes(tuple(told), people, (MAIL, *ringing))
