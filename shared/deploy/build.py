"""Building for the processor that is deployed, which need not be that of this machine."""

from pathlib import Path

from deploy.errors import DeployError
from deploy.wheels import foreign
from local_stack import build
from local_stack.errors import StackError
from local_stack.paths import Paths
from local_stack.turns import exclusive


def built(paths: Paths, architecture: str) -> Path:
    """The folder of the build, made anew if anything has changed; DeployError if it would crash there."""
    paths.create()
    wanted = build.sources(paths, architecture)
    try:
        with exclusive(paths):
            if not build.is_current(paths, wanted, architecture):
                build.build(paths, wanted, architecture)
    except StackError as error:
        raise DeployError(f"{error.log}\n\n{error}") from None
    folder = build.folder(paths, architecture)
    if wrong := foreign(folder, architecture):
        raise DeployError(f"The build holds modules that do not run on {architecture}: {', '.join(wrong[:3])}.")
    return folder
