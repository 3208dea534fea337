"""`sam build`, done only when something that goes into it has changed."""

import platform
from pathlib import Path

from local_stack import emulator, fingerprint, tool
from local_stack.paths import Paths

INPUTS = ("template.yaml", "samconfig.toml", "layers", "functions")


def architecture() -> str:
    """This machine's processor in Lambda's words; the wheels of the layer must fit it."""
    return "arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64"


def sources(paths: Paths) -> str:
    """The fingerprint of everything that the build reads."""
    return fingerprint.of_text(architecture(), fingerprint.of_files(paths.root / name for name in INPUTS))


def is_current(paths: Paths, wanted: str) -> bool:
    return paths.build.exists() and fingerprint.is_current(_stamp(paths), wanted)


def _stamp(paths: Paths) -> Path:
    # Beside the build, which all stacks of a checkout share.
    return paths.build.parent / "build.stamp"


def build(paths: Paths, wanted: str) -> None:
    """Build all functions and layers for this machine; unchanged ones come from sam's cache."""
    _stamp(paths).unlink(missing_ok=True)
    tool.run(
        paths,
        ["sam", "build", "--cached", "--parallel", "--parameter-overrides", f"Architecture={architecture()}"],
        environment=emulator.tool_environment(paths, "http://127.0.0.1:9"),
        failure="'sam build' failed. Correct what it names and run 'make up' again.",
    )
    _stamp(paths).write_text(wanted)
