"""Where webhooks go, as a person writes it down."""

import base64
import binascii
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.setting_lines import lines_of, named_twice
from pawpop_monitoring.notifications.channels.target_name import is_target_name, misnamed
from pawpop_monitoring.outbound.web_address import is_inside, is_web_address

_PREFIX = "whsec_"
_KEY_BYTES = range(24, 65)


@dataclass(frozen=True, slots=True)
class Target:
    """A receiver: its name in routes and records, its address, and the secrets that it knows, several in rotation."""

    name: str
    url: str
    secrets: tuple[str, ...]


def targets_of(text: str, without_tls: Collection[str] = ()) -> Sequence[Target]:
    """The targets in lines of `name https://… whsec_…[,whsec_…]`; ConfigurationError names all that is wrong.

    `without_tls` are the hosts, or `host:port`, inside one's own network, which may be asked over http as well.
    """
    lines = [line.split() for line in lines_of(text)]
    read = [_read(words, number, without_tls) for number, words in enumerate(lines, start=1)]
    problems = [each for each in read if isinstance(each, str)]
    targets = [each for each in read if isinstance(each, Target)]
    names = [target.name for target in targets]
    problems += [f"two targets are called '{name}'" for name in named_twice(names)]
    if problems:
        raise ConfigurationError(f"ChannelWebhook: {'; '.join(problems)}. Write `name https://… whsec_…`, one a line.")
    return targets


def _read(words: Sequence[str], number: int, without_tls: Collection[str]) -> Target | str:
    """Of a line nothing long is repeated: it may be a secret."""
    if len(words) != 3:  # noqa: PLR2004
        return f"line {number} needs a name, an address and a secret"
    name, url, secret = words
    secrets = tuple(part for part in secret.split(",") if part)
    if not is_target_name(name):
        return misnamed(name, number)
    if not is_web_address(url, without_tls):
        return f"the address of '{name}' is not one that starts with https://"
    if is_inside(url, without_tls):
        return f"the address of '{name}' lies inside a private network; if that is meant, WebhookPrivateHosts names it"
    if not secrets or not all(map(_is_secret, secrets)):
        return f"the secret of '{name}' is not whsec_ and the base64 of 24 to 64 bytes"
    return Target(name, url, secrets)


def _is_secret(secret: str) -> bool:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return False
    return secret.startswith(_PREFIX) and len(key) in _KEY_BYTES
