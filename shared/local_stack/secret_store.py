"""The tokens and keys of this checkout's stack: random, made once, readable by their owner only."""

import base64
import json
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path


def _token() -> str:
    return secrets.token_urlsafe(24)


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(24)).decode()


@dataclass(frozen=True)
class Secrets:
    """What the deployed functions and their callers must agree on."""

    admin_token: str = field(default_factory=_token)
    read_token: str = field(default_factory=_token)
    track_token: str = field(default_factory=_token)
    stripe_webhook_secret: str = field(default_factory=lambda: f"whsec_{_token()}")
    resend_webhook_secret: str = field(default_factory=lambda: f"whsec_{_key()}")
    slack_signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    pagerduty_webhook_secret: str = field(default_factory=_token)
    resend_api_key: str = field(default_factory=lambda: f"re_{secrets.token_hex(16)}")
    link_key: str = field(default_factory=lambda: secrets.token_hex(32))


def load(file: Path) -> Secrets:
    """Read the secrets, adding whichever the file does not have yet."""
    kept = json.loads(file.read_text()) if file.exists() else {}
    values = Secrets(**kept)
    if asdict(values) != kept:
        file.touch(mode=0o600)
        file.write_text(json.dumps(asdict(values), indent=2))
    return values
