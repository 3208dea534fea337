"""Who is on call, from the environment. What is wrong costs only itself, and is said."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.setting_lines import lines_of
from pawpop_monitoring.routing.coverage import is_one_of, is_set_up
from pawpop_monitoring.routing.on_call import USUAL_PATIENCE, OnCall
from pawpop_monitoring.routing.rota import NOBODY, Override, Rota, override_of, people_of, rota_of

VARIABLES = ("PEOPLE", "ON_CALL", "ESCALATION_MINUTES")
_MINUTES = re.compile(r"[0-9]{1,3}")
_LONGEST_MINUTES = 720


def on_call_of(
    environment: Mapping[str, str], zone: ZoneInfo, configured: Collection[str], reach_people: Collection[str]
) -> OnCall:
    """By PEOPLE, ON_CALL and ESCALATION_MINUTES; a rota that names no time zone is by `zone`.

    `configured` are the channels that are set up, `reach_people` the kinds of them that a person notices.
    """
    said = _Said()
    people = _people(environment.get("PEOPLE", ""), said)
    rota, overrides = _turns(environment.get("ON_CALL", ""), zone, said)
    ways = {name: [way for way in given if is_set_up(way, configured)] for name, given in people.items()}
    for name, given in people.items():
        dead = [way for way in given if way not in ways[name]]
        if dead:
            said("PEOPLE", f"{', '.join(dead)} of {name} is not set up; there are: {', '.join(sorted(configured))}.")
    reached = {name: found for name, found in ways.items() if any(is_one_of(way, reach_people) for way in found)}
    _say_who_is_missed(rota, overrides, people, reached, said)
    patience = _patience(environment.get("ESCALATION_MINUTES", ""), said)
    return OnCall(rota=rota, people=reached, overrides=overrides, patience=patience, problems=said.problems)


class _Said:
    """Sentences by variable."""

    def __init__(self) -> None:
        self.problems: dict[str, str] = {}

    def __call__(self, variable: str, sentence: str) -> None:
        before = self.problems.get(variable)
        self.problems[variable] = f"{before} {sentence}" if before else f"{variable}: {sentence}"

    def read[T](self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except ConfigurationError as error:
            variable, _, sentence = str(error).partition(": ")
            self(variable, sentence)
            return None


def _people(text: str, said: _Said) -> Mapping[str, Sequence[str]]:
    people: dict[str, Sequence[str]] = {}
    for line in lines_of(text):
        found = said.read(lambda line=line: people_of(line))  # type: ignore[misc]
        for name, ways in (found or {}).items():
            if name in people:
                said("PEOPLE", f"{name} stands there twice; the first counts.")
            people.setdefault(name, ways)
    return people


def _turns(text: str, zone: ZoneInfo, said: _Said) -> tuple[Rota | None, Sequence[Override]]:
    first, *rest = lines_of(text) or [""]
    rota = said.read(lambda: rota_of(first, zone)) if first else None
    wall_clock = rota.zone if rota else zone
    overrides = [said.read(lambda line=line: override_of(line, wall_clock)) for line in rest]  # type: ignore[misc]
    return rota, [each for each in overrides if each is not None]


def _say_who_is_missed(
    rota: Rota | None,
    overrides: Sequence[Override],
    people: Mapping[str, Sequence[str]],
    reached: Mapping[str, Sequence[str]],
    said: _Said,
) -> None:
    row = rota.people if rota else ()
    instead = "the next one is asked" if any(name in reached for name in row) else "mail and all that rings hear"
    named = dict.fromkeys([*row, *(each.person for each in overrides)])
    for name in named:
        if name not in people and name != NOBODY:
            said("ON_CALL", f"nobody knows how to reach {name}: say so in PEOPLE. Until then {instead}.")
        elif name not in reached and name != NOBODY:
            said("PEOPLE", f"{name} would notice nothing: add a way such as mail:{name}@shop.com.")


def _patience(text: str, said: _Said) -> timedelta:
    if not text.strip():
        return USUAL_PATIENCE
    if _MINUTES.fullmatch(text.strip()) and 1 <= int(text) <= _LONGEST_MINUTES:
        return timedelta(minutes=int(text))
    said("ESCALATION_MINUTES", f"must be minutes from 1 to {_LONGEST_MINUTES}; until then it is 15.")
    return USUAL_PATIENCE
