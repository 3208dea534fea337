"""`.local/stack.json`, typed: where everything of the stack answers. Reading it loads no AWS SDK."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from local_stack.errors import StackError
from local_stack.paths import Paths


@dataclass(frozen=True)
class Tokens:
    """Bearer tokens of the API, by scope."""

    admin: str
    read: str
    track: str


@dataclass(frozen=True)
class Queues:
    """Queue URLs; those of the channels are empty, and not in the file, where there is no channel."""

    alerts: str
    alerts_dlq: str
    records: str
    records_dlq: str
    channels: str = ""
    channels_dlq: str = ""
    presses: str = ""
    presses_dlq: str = ""


@dataclass(frozen=True)
class Stack:
    """Where everything answers. `functions` maps a folder under functions/ to the deployed name.

    `channels` has what one must know of each channel that goes to the sandbox, by its kind.
    """

    api_url: str
    dashboard_url: str
    outbox_url: str
    database_url: str
    aws_endpoint_url: str
    region: str
    stack_name: str
    sandbox_url: str
    stripe_webhook_secret: str
    tokens: Tokens
    functions: dict[str, str]
    queues: Queues
    channels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def load(paths: Paths | None = None) -> Stack:
    """Read the stack that was last described there, by default by `make up`; StackError if there is none."""
    file = (paths or Paths()).stack_file
    if not file.exists():
        raise StackError("There is no local stack yet. Run 'make up'.")
    values = json.loads(file.read_text())
    return Stack(**values | {"tokens": Tokens(**values["tokens"]), "queues": Queues(**values["queues"])})


def save(paths: Paths, stack: Stack) -> None:
    paths.stack_file.touch(mode=0o600)
    values = asdict(stack)
    values["queues"] = {name: url for name, url in values["queues"].items() if url}
    paths.stack_file.write_text(json.dumps(values, indent=2) + "\n")
