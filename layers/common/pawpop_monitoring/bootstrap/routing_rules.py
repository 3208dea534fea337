"""Who hears of what, from the environment. A wrong setting mutes nobody: the default stands in, and it is said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.service import services_with
from pawpop_monitoring.notifications.channels.registry import KINDS
from pawpop_monitoring.routing.coverage import check_routes
from pawpop_monitoring.routing.defaults import MAIL, default_routes
from pawpop_monitoring.routing.notation import routes_of
from pawpop_monitoring.routing.routes import Routes

VARIABLES = ("ROUTES", "CHANNELS")
_BY_NAME = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class RoutingRules:
    """The routes that hold, and a sentence on each variable that is wrong, by its name."""

    routes: Routes
    problems: Mapping[str, str]


def kinds_of(environment: Mapping[str, str]) -> tuple[Collection[str], Mapping[str, str]]:
    """The kinds of channels that are switched on by CHANNELS, and what is wrong with it."""
    given = dict.fromkeys(part.strip().lower() for part in environment.get("CHANNELS", "").split(",") if part.strip())
    unknown = [name for name in given if name not in _BY_NAME]
    known = [name for name in given if name in _BY_NAME]
    if not unknown:
        return known, {}
    listed = ", ".join(f"'{name[:40]}'" for name in unknown)
    return known, {"CHANNELS": f"CHANNELS names {listed}, which is no channel; there are: {', '.join(_BY_NAME)}."}


def routing_rules(environment: Mapping[str, str], channels: Collection[str] | None = None) -> RoutingRules:
    """By ROUTES, or the default if it is empty or wrong.

    `channels` are the names that are set up, such as `webhook:ops`; None where only their kinds are known.
    """
    kinds, problems = kinds_of(environment)
    default = default_routes(*_by_noise(kinds))
    text = environment.get("ROUTES", "").strip()
    if not text:
        return RoutingRules(default, problems)
    further = (part.strip() for part in environment.get("ADDITIONAL_SERVICES", "").split(",") if part.strip())
    try:
        routes = routes_of(text, services_with(further))
        check_routes(routes, (MAIL, *(kinds if channels is None else channels)), (MAIL, *_noticed(kinds)))
    except ConfigurationError as error:
        said = f"{error} Until then everything goes by mail, and what is critical over all that rings."
        return RoutingRules(default, {**problems, "ROUTES": said})
    return RoutingRules(routes, problems)


def _by_noise(kinds: Collection[str]) -> tuple[Collection[str], Collection[str]]:
    quiet = [name for name in kinds if not _BY_NAME[name].rings]
    return quiet, [name for name in kinds if _BY_NAME[name].rings]


def _noticed(kinds: Collection[str]) -> Collection[str]:
    return [name for name in kinds if _BY_NAME[name].reaches_people]
