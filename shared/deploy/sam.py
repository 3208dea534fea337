"""`sam deploy`, with what it is told in a file: values with spaces and quotes do not survive a command line."""

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.parameter_store import ParameterStore
from local_stack import tool
from local_stack.paths import Paths
from parameter_file.declared import Parameter


@dataclass(frozen=True, slots=True)
class Target:
    """Where a stack goes. Without a `bucket`, sam makes one of its own; `config` is the file that is written."""

    stack: str
    region: str
    template: Path
    config: Path
    environment: Mapping[str, str]
    bucket: str = ""


def bring_up_to(
    paths: Paths,
    target: Target,
    store: ParameterStore,
    values: Mapping[str, str],
    rules: Mapping[str, Parameter],
    insisted: Collection[str],
    failure: str,
) -> None:
    """Keep the secrets among `values`, deploy with the others and wait; StackError with `failure` if that fails."""
    secrets = {name: value for name, value in values.items() if rules[name].kept_as}
    store.keep(secrets, insisted)
    others = {name: value for name, value in values.items() if name not in secrets}
    parameters = others | {"SecretsRevision": store.revision()}
    command = ["sam", "deploy", "--config-file", _written(target, parameters), "--template-file", str(target.template)]
    tool.run(paths, [*command, "--no-progressbar"], environment=target.environment, failure=failure)


def _written(target: Target, parameters: Mapping[str, str]) -> str:
    settings: dict[str, Any] = {
        "stack_name": target.stack,
        "region": target.region,
        "capabilities": "CAPABILITY_IAM",
        "tags": f"project={target.stack}",
        "confirm_changeset": False,
        "fail_on_empty_changeset": False,
        "parameter_overrides": [f"{name}={_quoted(value)}" for name, value in sorted(parameters.items())],
        **({"s3_bucket": target.bucket} if target.bucket else {"resolve_s3": True}),
    }
    # JSON is YAML, but for the two halves that it makes of an emoji.
    text = json.dumps({"version": 0.1, "default": {"deploy": {"parameters": settings}}}, indent=2, ensure_ascii=False)
    target.config.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(target.config, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    return str(target.config)


def _quoted(value: str) -> str:
    """As sam reads it: it takes nothing but a quote for escaped."""
    return '"' + value.replace('"', '\\"') + '"'
