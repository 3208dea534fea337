"""`python -m deploy up|down`: what `make deploy` and `make undeploy` call."""

import argparse
import os
import sys
from collections.abc import Sequence

from botocore.exceptions import BotoCoreError, ClientError

from deploy.deployment import deploy
from deploy.errors import DeployError
from deploy.installation import USUAL, Installation
from deploy.undeployment import undeploy
from deploy.wiring import world_of
from local_stack.progress import complain
from parameter_file import assignments
from parameter_file.errors import ParameterError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 1 and a sentence if it fails."""
    options = _parser().parse_args(arguments)
    try:
        installation = Installation(options.env or USUAL)
        world = world_of(installation, os.environ, certain=options.yes.lower() not in {"", "0", "no", "false"})
        with installation.to_oneself():
            if options.command == "up":
                deploy(installation, assignments.parse(options.set), world)
            else:
                undeploy(installation, world)
    except (DeployError, ParameterError) as error:
        complain(str(error))
        return 1
    except ClientError as error:
        complain(f"AWS refuses {error.operation_name}: {error.response.get('Error', {}).get('Message', error)}")
        return 1
    except BotoCoreError as error:
        complain(f"AWS can't be used from here: {error}")
        return 1
    except KeyboardInterrupt:
        complain("\nInterrupted. Run the command again to go on.")
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy", description=__doc__)
    parser.add_argument("command", choices=["up", "down"])
    parser.add_argument("--env", default=USUAL, help=f"which installation ({USUAL})")
    parser.add_argument("--set", default="", help='values to change: "FalDailyCostLimit=80 Name=value"')
    parser.add_argument("--yes", default="", help="1 to be asked for no agreement")
    return parser


if __name__ == "__main__":
    sys.exit(main())
