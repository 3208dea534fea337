"""Channels of the local stack: PAWPOP_LOCAL_CHANNELS names them, and each of them goes to the sandbox."""

import os
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

import httpx

from local_stack.errors import StackError
from local_stack.paths import Paths
from local_stack.sandbox.channel_provider import channel_providers
from local_stack.sandbox.pagerduty import INTEGRATION_KEY
from local_stack.sandbox.slack import CHANNEL
from local_stack.sandbox.webhook_receiver import SECRET as WEBHOOK_SECRET
from local_stack.secret_store import Secrets
from local_stack.stack_file import Stack

VARIABLE = "PAWPOP_LOCAL_CHANNELS"
KINDS = tuple(played.name for played in channel_providers())
_SECONDS = 5.0
_ALL, _NONE = "all", "none"
_ALIASES = {"newrelic": "new-relic"}


def kept(paths: Paths, text: str | None = None) -> Sequence[str]:
    """The kinds that `text` names, for this `up` and those to come; None takes those of before, at first none.

    By default `text` is that of the environment. StackError if it names what is no channel.
    """
    given = os.environ.get(VARIABLE) if text is None else text
    file = paths.local / "channels"
    if given is None:
        return kinds_of(file.read_text()) if file.exists() else ()
    kinds = kinds_of(given)
    file.write_text(",".join(kinds))
    return kinds


def kinds_of(text: str) -> Sequence[str]:
    """From `all`, `none`, or names separated by commas or blanks; StackError if one is no channel."""
    names = [_ALIASES.get(name, name) for name in text.lower().replace(",", " ").split()]
    if names in ([], [_NONE]):
        return ()
    if names == [_ALL]:
        return KINDS
    if unknown := [name for name in names if name not in KINDS]:
        raise StackError(
            f"{VARIABLE} names '{unknown[0][:40]}', which is no channel; there are: {', '.join(KINDS)}, or all or none."
        )
    return [*dict.fromkeys(names)]


def parameters(kinds: Sequence[str], sandbox_url: str) -> dict[str, str]:
    """The template's parameters that send `kinds` to the sandbox; none at all for no kind."""
    if not kinds:
        return {}
    host = urlsplit(sandbox_url).netloc
    numbers = [played.name for played in channel_providers() if played.takes_numbers and played.name in kinds]
    settings = {played.name: played.setting(sandbox_url) for played in channel_providers()}
    return {
        "Channels": ",".join(kinds),
        "ChannelSandboxUrl": sandbox_url,
        "WebhookPrivateHosts": host,
        "MetricsTo": ",".join(numbers),
        **{parameter_of(kind): settings[kind] for kind in kinds},
    }


def described(kinds: Sequence[str], secrets: Secrets) -> Mapping[str, Mapping[str, str]]:
    """What a person or a test has to know of each, for `.local/stack.json`."""
    known = {
        "slack": {"channel": CHANNEL, "signing_secret": secrets.slack_signing_secret},
        "webhook": {"secret": WEBHOOK_SECRET},
        "pagerduty": {"routing_key": INTEGRATION_KEY, "webhook_secret": secrets.pagerduty_webhook_secret},
    }
    return {kind: known.get(kind, {}) for kind in kinds}


def introduce(stack: Stack) -> None:
    """Tell the sandbox where it is heard what people do there, and with which secret it signs that."""
    hears = f"{stack.api_url}/api/monitoring/webhooks"
    if slack := stack.channels.get("slack"):
        told = {"request_url": f"{hears}/slack", "signing_secret": slack["signing_secret"]}
        httpx.put(f"{stack.sandbox_url}/slack/app", json=told, timeout=_SECONDS).raise_for_status()
    if pagerduty := stack.channels.get("pagerduty"):
        told = {"url": f"{hears}/pagerduty", "secret": pagerduty["webhook_secret"]}
        httpx.put(f"{stack.sandbox_url}/pagerduty/subscription", json=told, timeout=_SECONDS).raise_for_status()


def parameter_of(kind: str) -> str:
    """`ChannelNewRelic` of `new-relic`."""
    return "Channel" + "".join(word.capitalize() for word in kind.split("-"))
