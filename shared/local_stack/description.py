"""Looks up what was deployed under which name, for `.local/stack.json`."""

from deploy.emulated import STAGE
from local_stack import deployment, emulator
from local_stack.errors import StackError
from local_stack.paths import Paths
from local_stack.secret_store import Secrets
from local_stack.stack_file import Queues, Stack, Tokens


def describe(paths: Paths, *, endpoint_url: str, sandbox_url: str, database_url: str, secrets: Secrets) -> Stack:
    """The addresses and names of everything in the deployed stack."""
    resources = _resources(endpoint_url)
    api_url = f"{endpoint_url}/_aws/execute-api/{_of(resources, 'MonitoringApi')}/{STAGE}"
    return Stack(
        api_url=api_url,
        dashboard_url=f"{api_url}/dashboard",
        outbox_url=f"{sandbox_url}/resend/outbox",
        database_url=database_url,
        aws_endpoint_url=endpoint_url,
        region=emulator.REGION,
        stack_name=deployment.STACK_NAME,
        sandbox_url=sandbox_url,
        stripe_webhook_secret=secrets.stripe_webhook_secret,
        tokens=Tokens(admin=secrets.admin_token, read=secrets.read_token, track=secrets.track_token),
        functions=_functions(paths, resources),
        queues=Queues(
            alerts=_of(resources, "AlertQueue"),
            alerts_dlq=_of(resources, "AlertDeadLetterQueue"),
            records=_of(resources, "RecordQueue"),
            records_dlq=_of(resources, "RecordDeadLetterQueue"),
            channels=resources.get("ChannelQueue", ""),
            channels_dlq=resources.get("ChannelDeadLetterQueue", ""),
            presses=resources.get("PressQueue", ""),
            presses_dlq=resources.get("PressDeadLetterQueue", ""),
        ),
    )


def logical_id(folder: str) -> str:
    """The template's name for the function in this folder: check_supabase is CheckSupabaseFunction."""
    return "".join(word.capitalize() for word in folder.split("_")) + "Function"


def _functions(paths: Paths, resources: dict[str, str]) -> dict[str, str]:
    folders = sorted(folder.parent.name for folder in paths.functions.glob("*/app.py"))
    return {folder: resources[logical_id(folder)] for folder in folders if logical_id(folder) in resources}


def _resources(endpoint_url: str) -> dict[str, str]:
    client = emulator.client("cloudformation", endpoint_url)
    found = client.describe_stack_resources(StackName=deployment.STACK_NAME)["StackResources"]
    return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in found}


def _of(resources: dict[str, str], name: str) -> str:
    try:
        return resources[name]
    except KeyError:
        raise StackError(f"template.yaml has no resource '{name}', which the local stack looks for.") from None
