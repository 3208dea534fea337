"""What version 0.1 kept in Secrets Manager, read once more before its stack is brought to the present version."""

import json
from collections.abc import Mapping
from typing import Any

_WHOLE = {
    "DatabaseSecret": "DatabaseUrl",
    "ResendSecret": "ResendApiKey",
    "StripeSecret": "StripeApiKey",
    "LinkSecret": "LinkKey",
}
_PARTS = {
    "StripeWebhookSecret": {"signing": "StripeWebhookSecrets", "resend": "ResendWebhookSecrets"},
    "SupabaseSecret": {"apiKey": "SupabaseApiKey", "managementToken": "SupabaseManagementToken"},
    "FalSecret": {"api": "FalApiKey", "admin": "FalAdminKey"},
    "ApiTokensSecret": {"admin": "ApiAdminToken", "read": "ApiReadToken", "track": "ApiTrackToken"},
}


def names(resources: Mapping[str, str]) -> dict[str, str]:
    """Those among the resources of a stack, by logical name."""
    return {name: resources[name] for name in (*_WHOLE, *_PARTS) if name in resources}


def is_hidden(value: str) -> bool:
    """Whether CloudFormation shows stars in place of a value."""
    return bool(value) and not value.strip("*")


def parameters_of(texts: Mapping[str, str]) -> dict[str, str]:
    """What these secrets, by logical name, are in the words of now; empty ones are left out."""
    whole = {_WHOLE[name]: text for name, text in texts.items() if name in _WHOLE}
    parts = {
        parameter: _joined(json.loads(text).get(key, ""))
        for name, text in texts.items()
        for key, parameter in _PARTS.get(name, {}).items()
    }
    return {name: value for name, value in (whole | parts).items() if value}


def _joined(value: Any) -> str:
    return ",".join(filter(None, value)) if isinstance(value, list) else str(value)
