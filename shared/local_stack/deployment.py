"""`sam deploy` to the emulator, done only when the build, a parameter or the emulator itself has changed."""

import json
from collections.abc import Mapping
from functools import partial

from deploy.aws import Place
from deploy.emulated import EmulatedAws
from deploy.errors import DeployError
from local_stack import emulator, fingerprint
from local_stack.errors import StackError
from local_stack.paths import Paths
from local_stack.processes import Process
from parameter_file.declared import declared

STACK_NAME = "pawpop-monitoring"


def is_current(paths: Paths, wanted: str) -> bool:
    return fingerprint.is_current(paths.run / "deploy.stamp", wanted)


def identity(sources: str, parameters: Mapping[str, str], target: Process) -> str:
    """What a deployment consists of; the emulator too, as a new one has forgotten everything."""
    return fingerprint.of_text(sources, json.dumps(dict(parameters), sort_keys=True), f"{target.pid} {target.started}")


def deploy(paths: Paths, wanted: str, parameters: Mapping[str, str], endpoint_url: str) -> None:
    """Deploy the built template with these parameters and wait until the stack is complete, as `make deploy` does."""
    (paths.run / "deploy.stamp").unlink(missing_ok=True)
    rules = declared(paths.template)
    place = Place(STACK_NAME, emulator.REGION, partial(emulator.client, endpoint_url=endpoint_url), rules)
    cloud = EmulatedAws(place, paths, paths.run / "samconfig.yaml", endpoint_url)
    try:
        # Here the files of the checkout have the say.
        cloud.deploy(parameters, insisted=rules, build=paths.build)
    except DeployError as error:
        failure = f"'sam deploy' to the emulator failed. Its log is {paths.logs / 'emulator.log'}."
        raise StackError(failure, log=str(error)) from None
    (paths.run / "deploy.stamp").write_text(wanted)
