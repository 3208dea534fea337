"""The routes of whoever sets none: right for one person."""

from collections.abc import Collection

from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.routing.conditions import Conditions
from pawpop_monitoring.routing.routes import Route, Routes

MAIL = "mail"


def default_routes(quiet: Collection[str], ringing: Collection[str]) -> Routes:
    """All by mail and over what is set up and makes no noise; what is critical also over whatever rings."""
    everything = Route(Conditions(), (MAIL, *quiet))
    loud = Route(Conditions(severities=frozenset({Severity.CRITICAL})), tuple(ringing))
    return Routes((everything, loud) if ringing else (everything,))
