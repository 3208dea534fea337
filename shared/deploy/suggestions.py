"""What an empty answer means where the emulator stands in for AWS: the sandbox of `make up` for everything else."""

import json

from deploy.questions import REGION
from local_stack import emulator, secret_store
from local_stack.parameters import local_parameters
from local_stack.paths import Paths
from parameter_file.declared import declared


def of_emulator(paths: Paths, endpoint_url: str) -> dict[str, str]:
    """By parameter: the database and the providers of `make up`, if it runs and this is its emulator."""
    rules = declared(paths.template)
    usual = {name: rules[name].default or "" for name in ("AlertRecipients", "EscalationRecipients")}
    suggested = {REGION: emulator.REGION, **usual}
    if not paths.stack_file.exists():
        return suggested
    stack = json.loads(paths.stack_file.read_text())
    if stack["aws_endpoint_url"].rstrip("/") != endpoint_url.rstrip("/"):
        return suggested
    own = local_parameters(
        database_url=stack["database_url"],
        sandbox_url=stack["sandbox_url"],
        secrets=secret_store.load(paths.local / "secrets.json"),
        schedules=False,
    )
    made = ("ApiAdminToken", "ApiReadToken", "ApiTrackToken", "LinkKey")
    return suggested | {name: value for name, value in own.items() if name not in made}
