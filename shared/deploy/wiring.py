"""The real outside of a deployment: AWS or its emulator, a terminal, Resend and Postgres."""

import os
from collections.abc import Mapping
from functools import partial
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from deploy.asking import REGION_RULE
from deploy.aws import Aws, Place
from deploy.build import built
from deploy.emulated import EmulatedAws
from deploy.errors import DeployError
from deploy.installation import Installation
from deploy.postgres import PostgresDatabase
from deploy.questions import REGION
from deploy.resend import HttpResend
from deploy.suggestions import of_emulator
from deploy.terminal import Terminal
from deploy.world import World
from local_stack import emulator
from local_stack.paths import Paths
from parameter_file.declared import declared
from pawpop_monitor.client import Client
from pawpop_monitor.target import Target


def world_of(installation: Installation, environment: Mapping[str, str], *, certain: bool) -> World:
    """Against AWS, or the emulator that AWS_ENDPOINT_URL names; `certain` if nobody needs to agree."""
    paths = Paths(installation.root)
    paths.create()
    rules = {REGION: REGION_RULE, **declared(paths.template)}
    endpoint_url = environment.get("AWS_ENDPOINT_URL", "")
    make = _emulated if endpoint_url else _aws
    return World(
        prompt=Terminal(certain=certain),
        cloud=partial(make, installation, paths, rules, environment),
        resend=HttpResend(),
        postgres=PostgresDatabase(paths),
        build=partial(built, paths),
        api=lambda api_url, token: Client(Target(api_url, token, f"{api_url}/dashboard")),
        rules=rules,
        suggested=of_emulator(paths, endpoint_url) if endpoint_url else _suggested(environment, rules),
    )


def _suggested(environment: Mapping[str, str], rules: Mapping[str, Any]) -> dict[str, str]:
    try:
        region = environment.get("AWS_REGION") or boto3.Session().region_name or ""
    except BotoCoreError as error:
        raise DeployError(f"AWS's configuration on this machine: {error}") from None
    usual = {name: rules[name].default for name in ("AlertRecipients", "EscalationRecipients")}
    return usual | ({REGION: region} if region else {})


def _aws(
    installation: Installation, paths: Paths, rules: Mapping[str, Any], environment: Mapping[str, str], region: str
) -> Aws:
    session = boto3.Session(region_name=region)
    # A check is never run twice because it is slow.
    config = Config(retries={"total_max_attempts": 3}, read_timeout=120)
    client = partial(session.client, config=config)
    place = Place(installation.stack, region, client, rules)
    tools = {
        "PATH": f"{paths.tools}{os.pathsep}{environment['PATH']}",
        "AWS_DEFAULT_REGION": region,
        "SAM_CLI_TELEMETRY": "0",
    }
    return Aws(place, paths, installation.folder / f"{installation.name}.samconfig.yaml", {**environment, **tools})


def _emulated(
    installation: Installation, paths: Paths, rules: Mapping[str, Any], environment: Mapping[str, str], region: str
) -> EmulatedAws:
    endpoint_url = environment["AWS_ENDPOINT_URL"].rstrip("/")
    place = Place(installation.stack, region, partial(emulator.client, endpoint_url=endpoint_url), rules)
    return EmulatedAws(place, paths, installation.folder / f"{installation.name}.samconfig.yaml", endpoint_url)
