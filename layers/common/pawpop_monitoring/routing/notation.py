"""Routes as a person writes them: `critical -> mail, pagerduty; stripe high+ 08:00-20:00 -> slack`."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import time
from types import MappingProxyType

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.rules import ALL_RULES, find_rule, manual_rule
from pawpop_monitoring.domain.setting_lines import lines_of
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.routing.conditions import Conditions, Hours
from pawpop_monitoring.routing.routes import Route, Routes

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")
_SERVICE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_RULE = re.compile(rf"{_SERVICE.pattern}:[a-z0-9_]{{1,80}}")
_CHANNEL = re.compile(r"[a-z][a-z-]{0,30}(?::[^\s,;]{1,200})?")
_EVERYTHING = "any"
_EXAMPLE = "Write routes like `critical -> mail, pagerduty; stripe high+ 08:00-20:00 -> slack`."

type Found = tuple[str, frozenset[object]]


class _UnreadableError(ValueError):
    """What of a route can't be read."""


def routes_of(text: str, services: Iterable[str]) -> Routes:
    """The routes in `text`, one a line or between semicolons; ConfigurationError names all that can't be read.

    A route is conditions, an arrow, channels. Conditions are severities (`high`, `high+` for it and worse), names of
    `services`, rules (`stripe:undelivered`), steps (`opened`, `resolved`), days (`mon-fri`), hours (`22:00-07:00`), or
    `any`. Words of one sort mean either of them, words of several sorts mean all of them.
    """
    known, routes, problems = frozenset(services), list[Route](), list[str]()
    for line in lines_of(text):
        try:
            routes.append(_route(line, known))
        except _UnreadableError as error:
            problems.append(f"'{line[:80]}': {error}")
    if problems or not routes:
        raise ConfigurationError(f"ROUTES: {'; '.join(problems) or 'there is none'}. {_EXAMPLE}")
    return Routes(tuple(routes))


def _route(line: str, services: frozenset[str]) -> Route:
    left, arrow, right = line.partition("->")
    if not arrow:
        raise _UnreadableError("there is no arrow ->")
    channels = tuple(dict.fromkeys(part.strip() for part in right.split(",") if part.strip()))
    wrong = next((name for name in channels if not _CHANNEL.fullmatch(name)), None)
    if not channels or wrong is not None:
        raise _UnreadableError(f"'{wrong}' is no name of a channel" if wrong else "no channel follows the arrow")
    words = left.replace(",", " ").lower().split()
    if not words:
        raise _UnreadableError("no condition stands before the arrow; `any` is one")
    return Route(_conditions(words, services), channels)


def _conditions(words: Sequence[str], services: frozenset[str]) -> Conditions:
    found: dict[str, frozenset[object]] = {}
    for word in words:
        if word == _EVERYTHING:
            continue
        sort, values = _meaning(word, services)
        found[sort] = found.get(sort, frozenset()) | values
    hours = found.pop("hours", frozenset())
    return Conditions(**found, hours=tuple(hours))  # type: ignore[arg-type]


def _meaning(word: str, services: frozenset[str]) -> Found:
    for sort, read in _SORTS.items():
        values = read(word)
        if values:
            return sort, values
    if word in services:
        return "services", frozenset({word})
    rule = word.replace(".", ":", 1)  # as tables write it, and silences take it
    if _RULE.fullmatch(rule) and rule.partition(":")[0] in services:
        return "rules", frozenset({_declared(rule)})
    raise _UnreadableError(f"'{word[:40]}' is no severity, service, rule, step, day or time")


def _declared(rule: str) -> str:
    """The rule itself: to wait for one that nothing ever judges would mute what is meant."""
    service, _, name = rule.partition(":")
    if find_rule(service, name) is None:
        known = (each.name for each in (*ALL_RULES, manual_rule(service)) if each.service == service)
        raise _UnreadableError(f"there is no rule '{rule[:60]}'; {service} has {', '.join(known)}")
    return rule


def _severities(word: str) -> frozenset[object]:
    name = word.removesuffix("+")
    if name not in set(Severity):
        return frozenset()
    least = Severity(name)
    worse = (each for each in Severity if each.rank >= least.rank)
    return frozenset(worse) if word.endswith("+") else frozenset({least})


def _kinds(word: str) -> frozenset[object]:
    return frozenset({TransitionKind(word)}) if word in set(TransitionKind) else frozenset()


def _days(word: str) -> frozenset[object]:
    first, _, last = word.partition("-")
    if first not in _DAYS or (last or first) not in _DAYS:
        return frozenset()
    start, length = _DAYS.index(first), (_DAYS.index(last or first) - _DAYS.index(first)) % len(_DAYS)
    return frozenset((start + day) % len(_DAYS) for day in range(length + 1))


def _hours(word: str) -> frozenset[object]:
    found = _HOURS.fullmatch(word)
    if found is None:
        return frozenset()
    hour, minute, end_hour, end_minute = (int(part or 0) for part in found.groups())
    return frozenset({Hours(time(hour, minute), time(end_hour, end_minute))})


_SORTS: Mapping[str, Callable[[str], frozenset[object]]] = MappingProxyType(
    {"severities": _severities, "kinds": _kinds, "days": _days, "hours": _hours}
)
