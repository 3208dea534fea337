"""`sam deploy` to the emulator, done only when the build, a parameter or the emulator itself has changed."""

import json
from collections.abc import Mapping
from typing import Any

from deploy.parameter_store import ParameterStore
from local_stack import emulator, emulator_gaps, emulator_template, fingerprint, tool
from local_stack.paths import Paths
from local_stack.processes import Process
from parameter_file.declared import declared

STACK_NAME = "pawpop-monitoring"
STAGE = "prod"


def is_current(paths: Paths, wanted: str) -> bool:
    return fingerprint.is_current(paths.run / "deploy.stamp", wanted)


def identity(sources: str, parameters: Mapping[str, str], target: Process) -> str:
    """What a deployment consists of; the emulator too, as a new one has forgotten everything."""
    return fingerprint.of_text(sources, json.dumps(dict(parameters), sort_keys=True), f"{target.pid} {target.started}")


def deploy(paths: Paths, wanted: str, parameters: Mapping[str, str], endpoint_url: str) -> None:
    """Deploy the built template with these parameters and wait until the stack is complete."""
    (paths.run / "deploy.stamp").unlink(missing_ok=True)
    parameters = _without_secrets(paths, parameters, endpoint_url)
    config, template = _write_config(paths, parameters), str(emulator_template.write(paths))
    tool.run(
        paths,
        ["sam", "deploy", "--config-file", config, "--template-file", template, "--no-progressbar"],
        environment=emulator.tool_environment(paths, endpoint_url),
        failure=f"'sam deploy' to the emulator failed. Its log is {paths.logs / 'emulator.log'}.",
    )
    emulator_gaps.fill(endpoint_url, STACK_NAME, STAGE)
    (paths.run / "deploy.stamp").write_text(wanted)


def _without_secrets(paths: Paths, parameters: Mapping[str, str], endpoint_url: str) -> dict[str, str]:
    """What is left for the template once Parameter Store has its part."""
    names = {name: each.kept_as for name, each in declared(paths.template).items() if each.kept_as}
    store = ParameterStore(emulator.client("ssm", endpoint_url), STACK_NAME, names)
    # Here the files of the checkout have the say.
    store.keep({name: value for name, value in parameters.items() if name in names}, insisted=names)
    others = {name: value for name, value in parameters.items() if name not in names}
    return others | {"SecretsRevision": store.revision()}


def _write_config(paths: Paths, parameters: Mapping[str, str]) -> str:
    # A file, because values with spaces and quotes do not survive a command line; and JSON is YAML.
    settings: dict[str, Any] = {
        "stack_name": STACK_NAME,
        "s3_bucket": emulator.BUCKET,
        "region": emulator.REGION,
        "capabilities": "CAPABILITY_IAM",
        "confirm_changeset": False,
        "fail_on_empty_changeset": False,
        "parameter_overrides": [f"{name}={json.dumps(value)}" for name, value in parameters.items()],
    }
    file = paths.run / "samconfig.yaml"
    file.touch(mode=0o600)
    file.write_text(json.dumps({"version": 0.1, "default": {"deploy": {"parameters": settings}}}, indent=2))
    return str(file)
