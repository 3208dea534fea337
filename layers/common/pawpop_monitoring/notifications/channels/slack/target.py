"""Where Slack is told, as a person writes it down."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.setting_lines import lines_of, named_twice
from pawpop_monitoring.notifications.channels.target_name import is_target_name

_TOKEN = re.compile(r"(?:xoxe\.)?xoxb-[A-Za-z0-9-]{8,250}")
_CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{7,20}")
_HOOK_HOST = "hooks.slack.com"
_HOOK_PATH = re.compile(r".*/services/[^/]+/[^/]+/[^/]+")
"""Those of workflows take something else."""
_MAX_URL = 2000
_EXAMPLE = "Write `xoxb-… C0123456789`, or an incoming webhook `https://hooks.slack.com/services/…`, one a line."


@dataclass(frozen=True, slots=True)
class SlackTarget:
    """A channel over a bot (`token` and the channel's id `place`), or over an incoming webhook (`hook`).

    `name` is that of its channel in routes and records: `slack`, or `slack:<name>` if it was given one.
    """

    name: str
    token: str = ""
    place: str = ""
    hook: str = ""


def targets_of(text: str, hook_hosts: Collection[str] = ()) -> Sequence[SlackTarget]:
    """The targets in lines of `[name] xoxb-… C…` or `[name] https://…`; ConfigurationError names all that is wrong.

    `hook_hosts` are hosts, or `host:port`, that may take webhooks besides Slack's own, without TLS as well.
    """
    lines = [line.split() for line in lines_of(text)]
    read = [_read(words, number, hook_hosts) for number, words in enumerate(lines, start=1)]
    problems = [each for each in read if isinstance(each, str)]
    targets = [each for each in read if isinstance(each, SlackTarget)]
    names = [target.name for target in targets]
    problems += [f"two targets are called '{name}'" for name in named_twice(names)]
    if problems:
        raise ConfigurationError(f"ChannelSlack: {'; '.join(problems)}. {_EXAMPLE}")
    return targets


def _read(words: Sequence[str], number: int, hook_hosts: Collection[str]) -> SlackTarget | str:
    """Nothing of a line is repeated but its number: anything in it may be a secret."""
    named = len(words) > 1 and is_target_name(words[0]) and not words[0].startswith("xox")
    name, rest = (f"slack:{words[0]}", words[1:]) if named else ("slack", words)
    match rest:
        case [url] if "://" in url:
            fits = _is_hook(url, hook_hosts)
            return SlackTarget(name, hook=url) if fits else f"line {number} is no https://{_HOOK_HOST}/services/…"
        case [token, place] if _TOKEN.fullmatch(token):
            if not _CHANNEL_ID.fullmatch(place):
                return f"line {number} needs the channel's id (C and digits, at the end of its details), not its name"
            return SlackTarget(name, token=token, place=place)
        case [token, _] if token.startswith("xox"):
            return f"line {number} has no bot token, which begins with xoxb-"
    return f"line {number} is neither a bot token and a channel's id nor a webhook's address"


def _is_hook(url: str, hook_hosts: Collection[str]) -> bool:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not url.isascii() or len(url) > _MAX_URL or _HOOK_PATH.fullmatch(parts.path) is None:
        return False
    besides = host in hook_hosts or f"{host}:{port}" in hook_hosts
    return besides or (parts.scheme == "https" and host == _HOOK_HOST and port is None)
