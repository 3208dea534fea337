"""Who hears of what, from the environment. A wrong setting mutes nobody: the default stands in, and it is said."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pawpop_monitoring.bootstrap.on_call_rules import VARIABLES as VARIABLES_OF_PEOPLE
from pawpop_monitoring.bootstrap.on_call_rules import on_call_of
from pawpop_monitoring.bootstrap.people import people_of
from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.service import services_with
from pawpop_monitoring.notifications.channel_kind import ChannelKind
from pawpop_monitoring.routing.coverage import check_routes
from pawpop_monitoring.routing.defaults import default_routes
from pawpop_monitoring.routing.notation import routes_of
from pawpop_monitoring.routing.on_call import ON_CALL
from pawpop_monitoring.routing.routes import MAIL, Routes

VARIABLES = ("ROUTES", "CHANNELS", *VARIABLES_OF_PEOPLE)


@cache
def all_kinds() -> Mapping[str, ChannelKind]:
    """Every kind by its name; imported only where a channel is set up."""
    from pawpop_monitoring.notifications.channels.all_kinds import KINDS

    return {kind.name: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class RoutingRules:
    """The routes that hold, and a sentence on each variable that is wrong, by its name."""

    routes: Routes
    problems: Mapping[str, str]


def kinds_of(environment: Mapping[str, str]) -> tuple[Sequence[ChannelKind], Mapping[str, str]]:
    """The kinds of channels that are switched on by CHANNELS, and what is wrong with it."""
    given = dict.fromkeys(part.strip().lower() for part in environment.get("CHANNELS", "").split(",") if part.strip())
    given.pop(MAIL, None)  # it is always there
    if not given:
        return [], {}
    known = all_kinds()
    unknown = ", ".join(f"'{name[:40]}'" for name in given if name not in known)
    kinds = [known[name] for name in given if name in known]
    if not unknown:
        return kinds, {}
    choice = f"Write names with commas between them, of these: {', '.join(known)}."
    return kinds, {"CHANNELS": f"CHANNELS names {unknown}, which is no channel. {choice}"}


def routing_rules(environment: Mapping[str, str], channels: Collection[str] | None = None) -> RoutingRules:
    """By ROUTES, or the default if it is empty or wrong, and by who is on call.

    `channels` are the names that are set up, such as `webhook:ops`; None where only their kinds are known.
    """
    kinds, problems = kinds_of(environment)
    set_up = (MAIL, *([kind.name for kind in kinds] if channels is None else channels))
    reach_people = (MAIL, *(kind.name for kind in kinds if kind.reaches_people))
    on_call = on_call_of(environment, people_of(environment).zone, set_up, reach_people)
    problems = {**problems, **on_call.problems}
    quiet, ringing = ([kind.name for kind in kinds if kind.rings is rings] for rings in (False, True))
    when_high = [kind.name for kind in kinds if kind.rings_when_high]
    default = default_routes(quiet, ringing, on_call, when_high)
    text = environment.get("ROUTES", "").strip()
    if not text:
        return RoutingRules(default, problems)
    further = (part.strip() for part in environment.get("ADDITIONAL_SERVICES", "").split(",") if part.strip())
    try:
        routes = routes_of(text, services_with(further))
        check_routes(routes, set_up, reach_people)
    except ConfigurationError as error:
        said = f"{error} Until then everything goes by mail, and what is critical over all that rings."
        return RoutingRules(default, {**problems, "ROUTES": said})
    if on_call.rota is None and any(ON_CALL in route.channels for route in routes.routes):
        missing = "ROUTES: nobody is on call: set ON_CALL. Until then it goes by mail, and over all that rings."
        problems = {"ROUTES": missing} | problems
    return RoutingRules(replace(routes, on_call=on_call, else_told=default.else_told), problems)
