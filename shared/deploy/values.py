"""All values of an installation: chosen, answered, taken over from what exists, made, or the template's defaults."""

import secrets
from collections.abc import Mapping
from typing import Any

from deploy.questions import REGION, TOKENS
from deploy.secrets_manager import is_hidden
from deploy.supabase_address import project_of
from parameter_file.declared import Parameter

MADE = (*TOKENS, "LinkKey", "ChannelPush")
REFUSED = {"SecretsRevision": "it counts what is written", REGION: "a stack stays where it is; take another ENV"}
_KEYS_OF_PROJECT = ("SupabaseApiKey", "SupabaseManagementToken")


def taken_over(
    parameters: Mapping[str, str], template: Mapping[str, Any], rules: Mapping[str, Parameter]
) -> dict[str, str]:
    """What a stack was given that no file of this checkout knows: its parameters that differ from its own defaults."""
    entries = template.get("Parameters", {})
    return {
        name: value
        for name, value in parameters.items()
        if name in rules
        and name not in REFUSED
        and value != str(entries.get(name, {}).get("Default", ""))
        and not is_hidden(value)
    }


def made(known: Mapping[str, str]) -> dict[str, str]:
    """Tokens and keys that nobody has given."""
    return {name: secrets.token_urlsafe(32) for name in MADE if not known.get(name)}


def shared_tokens(known: Mapping[str, str]) -> list[str]:
    """Which of the tokens' parameters hold one that another holds as well, and so would open nothing."""
    held = {name: {part.strip() for part in known.get(name, "").split(",")} - {""} for name in TOKENS}
    return [name for name in TOKENS if any(held[name] & held[other] for other in TOKENS if other != name)]


def derived(known: Mapping[str, str]) -> dict[str, str]:
    """What follows from other answers: the project of Supabase, where a key for it was given."""
    if not any(known.get(name) for name in _KEYS_OF_PROJECT):
        return {}
    return {name: value for name, value in project_of(known["DatabaseUrl"]).items() if not known.get(name)}


def whole(known: Mapping[str, str], rules: Mapping[str, Parameter]) -> dict[str, str]:
    """A value for each parameter and secret.

    All of them, since CloudFormation keeps the value of before for a parameter that a deployment leaves out.
    """
    defaults = {name: rule.default for name, rule in rules.items() if rule.default is not None}
    return {name: value for name, value in {**defaults, **known}.items() if name in rules and name != REGION}
