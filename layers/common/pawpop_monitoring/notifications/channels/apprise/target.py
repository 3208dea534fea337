"""Where Apprise sends to, as a person writes it down."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.setting_lines import lines_of, named_twice
from pawpop_monitoring.notifications.channels.apprise.schemes import SCHEMES
from pawpop_monitoring.notifications.channels.quoting import named
from pawpop_monitoring.notifications.channels.target_name import is_target_name, misnamed

_URL = re.compile(r"[a-z][a-z0-9+.-]*://\S{1,2000}", re.IGNORECASE)
_READ_TAGS = frozenset({"tgram"})
_OURS = {"overflow": "truncate", "rto": "6", "cto": "3", "retry": "0"}
"""Too long a text would be refused, the time-outs must fit an attempt, and the queue is what repeats."""


@dataclass(frozen=True, slots=True)
class Target:
    """A name for routes and records, and an address of Apprise, which is a secret."""

    name: str
    url: str

    @property
    def reads_tags(self) -> bool:
        """True if Apprise's plugin takes what looks like a tag for one, and the service refuses it if it is none."""
        return self.url.partition(":")[0].lower() in _READ_TAGS


def targets_of(text: str) -> Sequence[Target]:
    """The targets in lines of `name tgram://…`; ConfigurationError names all that is wrong and repeats no address."""
    lines = [line.split() for line in lines_of(text)]
    problems = [
        problem for number, words in enumerate(lines, start=1) if (problem := _problem(words, number)) is not None
    ]
    names = [words[0] for words in lines]
    problems += [f"two targets are called '{name}'" for name in named_twice(names) if is_target_name(name)]
    if problems:
        raise ConfigurationError(f"ChannelApprise: {'; '.join(problems)}. Write `phone ntfy://…`, one a line.")
    return [Target(words[0], bounded(words[1])) for words in lines]


def bounded(url: str) -> str:
    """The address with what keeps an attempt short, unless it says otherwise."""
    given = parse_qs(urlsplit(url).query, keep_blank_values=True)
    more = "&".join(f"{key}={value}" for key, value in _OURS.items() if key not in given)
    return f"{url}{'&' if '?' in url else '?'}{more}" if more else url


def _problem(words: Sequence[str], number: int) -> str | None:
    """Of a line nothing long is repeated: it may be a secret."""
    if len(words) != 2:  # noqa: PLR2004
        return f"line {number} needs a name and an address"
    name, url = words
    if not is_target_name(name):
        return misnamed(name, number)
    if not _URL.fullmatch(url):
        return f"the address of '{name}' is not one of Apprise's, like ntfy://…"
    scheme = url.partition(":")[0].lower()
    if scheme not in SCHEMES:
        return (
            f"the address of '{name}' begins with {named(scheme, 'something')}, which Apprise has no service for here"
        )
    return None
