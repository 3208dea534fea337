"""Who is asked when something needs an answer: whoever is on call, and after a while the next one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from pawpop_monitoring.routing.rota import NOBODY, Override, Rota

ON_CALL = "on-call"
"""How routes name whoever is on call."""

USUAL_PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Asked:
    """`person` is asked over `ways` once nobody has taken the alert on for `after`."""

    person: str
    ways: tuple[str, ...]
    after: timedelta


@dataclass(frozen=True, slots=True)
class Duty:
    """`person` is on call from `start` up to `end`; None is nobody."""

    person: str | None
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCall:
    """`people` are the ways by which each person can be reached; whoever has none is passed over.

    The next person is asked after `patience`. `problems` are sentences by the variable that is wrong.
    """

    rota: Rota | None = None
    people: Mapping[str, Sequence[str]] = field(default_factory=dict)
    overrides: Collection[Override] = ()
    patience: timedelta = USUAL_PATIENCE
    problems: Mapping[str, str] = field(default_factory=dict)

    def person(self, at: datetime) -> str | None:
        """Who is on call; None if nobody is."""
        found = self.rota.on_call(at, self.overrides) if self.rota else NOBODY
        return None if found == NOBODY else found

    def asked(self, at: datetime) -> Sequence[Asked]:
        """Who is asked of what happens at `at`, each person once; none if nobody is on call, or reachable."""
        row = [(person, tuple(self.people.get(person, ()))) for person in self._row(at)]
        reachable = [(person, ways) for person, ways in row if ways]
        return [Asked(person, ways, self.patience * place) for place, (person, ways) in enumerate(reachable)]

    def duties(self, at: datetime, until: datetime) -> Sequence[Duty]:
        """Who is on call from `at` up to `until`, one after the other."""
        edges = [at, *self._edges(at, until), until]
        shifts = groupby(pairwise(edges), key=lambda edge: self.person(edge[0]))
        parts = [(person, list(spans)) for person, spans in shifts]
        return [Duty(person, spans[0][0], spans[-1][1]) for person, spans in parts]

    @property
    def ways(self) -> tuple[str, ...]:
        """All ways to all people."""
        return tuple(dict.fromkeys(way for ways in self.people.values() for way in ways))

    def _row(self, at: datetime) -> Sequence[str]:
        first = self.person(at)
        return () if first is None or self.rota is None else self.rota.row_from(first)

    def _edges(self, at: datetime, until: datetime) -> Sequence[datetime]:
        """The moments in between at which somebody else may be on call."""
        edges = {moment for each in self.overrides for moment in (each.start, each.end)}
        moment = at
        while self.rota is not None and (moment := self.rota.hands_over(moment)) < until:
            edges.add(moment)
        return sorted(edge for edge in edges if at < edge < until)
