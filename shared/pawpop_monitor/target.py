"""Which installation to talk to: the environment's, or the local stack's."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pawpop_monitor.outcome import CommandError, Exit

_BASE_PATH = "/api/monitoring"
_ADDRESS = re.compile(r"(?i:https?)://[^\s/?#'\"<>\\]+(?:/[!-~]*)?")

STACK_FILE = Path(".local") / "stack.json"
_NOWHERE = (
    "There is no installation to talk to. Set PAWPOP_API_URL and PAWPOP_TOKEN, "
    "or run 'make up' for a local one and call this from its checkout."
)


def stack_of(folder: Path) -> dict[str, Any]:
    """What is known of the local stack of `folder` or of one above it; nothing if there is none."""
    file = next((path / STACK_FILE for path in (folder, *folder.parents) if (path / STACK_FILE).exists()), None)
    found: dict[str, Any] = json.loads(file.read_text()) if file else {}
    return found


@dataclass(frozen=True, slots=True)
class Target:
    """An installation; `outbox_url` is where the local one keeps its mails."""

    api_url: str
    token: str
    dashboard_url: str
    outbox_url: str | None = None

    @classmethod
    def find(cls, environment: Mapping[str, str], folder: Path) -> Self:
        """The installation that the environment names, else the local stack of `folder` or one above it."""
        url, token = _root(environment.get("PAWPOP_API_URL", "")), _token(environment.get("PAWPOP_TOKEN", ""))
        if url:
            return cls(url, token, f"{url}/dashboard")
        stack = stack_of(folder)
        if not stack:
            raise CommandError(_NOWHERE, Exit.USAGE)
        return cls(stack["api_url"], token or stack["tokens"]["admin"], stack["dashboard_url"], stack["outbox_url"])


def _root(text: str) -> str:
    """Of an address as people copy it: blanks around it, slashes behind it, the API's own path."""
    url = text.strip().rstrip("/").removesuffix(_BASE_PATH).rstrip("/")
    if url and not _ADDRESS.fullmatch(url):
        raise CommandError(f"PAWPOP_API_URL must look like https://monitoring.example.com, not {text!r}.", Exit.USAGE)
    return url


def _token(text: str) -> str:
    token = text.strip()
    if not (token.isascii() and token.isprintable()):
        raise CommandError("PAWPOP_TOKEN holds characters that no token has. Set it to the token alone.", Exit.USAGE)
    return token
