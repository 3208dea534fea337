"""Routes, and which channels a step goes to by them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from pawpop_monitoring.domain.transition import FOR_WHO_HEARD
from pawpop_monitoring.routing.conditions import Conditions, Step
from pawpop_monitoring.routing.on_call import ON_CALL, OnCall

MAIL = "mail"
"""To the recipients that the settings name; `mail:ann@shop.com` goes to that address."""


def kind_of(channel: str) -> str:
    """`webhook` of `webhook:ops`."""
    return channel.partition(":")[0]


def leads_to(named: str, channel: str) -> bool:
    """True if a route that names `named` leads to `channel`: `webhook` leads to each webhook, `webhook:ops` to one.

    Addresses of mail are told of what names them, and of nothing else.
    """
    return named == channel or (named == kind_of(channel) and named != MAIL)


@dataclass(frozen=True, slots=True)
class Route:
    """Where steps go for which the conditions hold. `channels` are names such as `mail`, `webhook:ops`, `on-call`."""

    conditions: Conditions
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Destinations:
    """`now` hear of the step; `if_heard` only if they heard of an earlier step of this alert.

    `later` hear of it so long after it happened, if nobody has taken the alert on by then.
    """

    now: tuple[str, ...]
    if_heard: tuple[str, ...]
    later: Mapping[str, timedelta] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Routes:
    """Every route that holds adds its channels; a channel that several name hears once.

    Where nobody is `on_call`, whoever is `else_told` hears what is for them.
    """

    routes: tuple[Route, ...]
    on_call: OnCall = field(default_factory=OnCall)
    else_told: tuple[str, ...] = (MAIL,)

    def of(self, step: Step) -> Destinations:
        """Where `step` goes.

        An end, that somebody is on it, or that it is silenced, go to whoever heard of the alert, and to nobody else:
        whatever the hour is by now, however mild the alert was when they heard, and whoever is on call by now.
        """
        named = () if step.kind in FOR_WHO_HEARD else dict.fromkeys(self._now(step))
        now, later = self._asked(named, step)
        earlier = dict.fromkeys(self._may_have_heard(step))
        return Destinations(now, tuple(name for name in earlier if name not in now and name not in later), later)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Each `mail:address` that a route, or a person, names."""
        named = (*(name for route in self.routes for name in route.channels), *self.on_call.ways)
        return tuple(dict.fromkeys(name for name in named if kind_of(name) == MAIL and name != MAIL))

    def _asked(self, named: Iterable[str], step: Step) -> tuple[tuple[str, ...], Mapping[str, timedelta]]:
        asked = self.on_call.asked(step.at) if ON_CALL in named else ()
        first = (name for person in asked if not person.after for name in person.ways)
        told = {ON_CALL: tuple(first) or self.else_told}
        now = tuple(dict.fromkeys(each for name in named for each in told.get(name, (name,))))
        later = {way: person.after for person in reversed(asked) if person.after for way in person.ways}
        return now, {way: after for way, after in later.items() if way not in now}

    def _now(self, step: Step) -> Iterator[str]:
        return (name for route in self.routes if route.conditions.hold(step) for name in route.channels)

    def _may_have_heard(self, step: Step) -> Iterator[str]:
        anybody = {ON_CALL: (*self.on_call.ways, *self.else_told)}
        names = (name for route in self.routes if route.conditions.may_have_held(step) for name in route.channels)
        return (each for name in names for each in anybody.get(name, (name,)))
