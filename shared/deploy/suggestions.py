"""What an empty answer means where the emulator stands in for AWS: the sandbox of `make up` for everything else."""

import json
from collections.abc import Mapping

from deploy.questions import REGION
from deploy.values import MADE
from local_stack import emulator, secret_store
from local_stack.parameters import local_parameters
from local_stack.paths import Paths
from parameter_file.declared import declared


def of_emulator(paths: Paths, endpoint_url: str) -> dict[str, str]:
    """By parameter: the database and the providers of `make up`, if it runs and this is its emulator."""
    rules = declared(paths.template)
    usual = {name: rules[name].default or "" for name in ("AlertRecipients", "EscalationRecipients")}
    suggested = {REGION: emulator.REGION, **usual}
    for local in (paths, *(Paths(paths.root, file.parent.name) for file in paths.local.glob("*/stack.json"))):
        stack = json.loads(local.stack_file.read_text()) if local.stack_file.exists() else {}
        if stack.get("aws_endpoint_url", "").rstrip("/") == endpoint_url.rstrip("/"):
            return suggested | _sandbox(local, stack)
    return suggested


def _sandbox(paths: Paths, stack: Mapping[str, str]) -> dict[str, str]:
    own = local_parameters(
        database_url=stack["database_url"],
        sandbox_url=stack["sandbox_url"],
        secrets=secret_store.load(paths.local / "secrets.json"),
        schedules=False,
    )
    return {name: value for name, value in own.items() if name not in MADE}
