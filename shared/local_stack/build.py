"""`sam build`, done only when something that goes into it has changed."""

import platform
from pathlib import Path

from local_stack import bytecode, emulator, fingerprint, tool
from local_stack.paths import Paths

INPUTS = ("template.yaml", "samconfig.toml", "layers", "functions")


def architecture() -> str:
    """This machine's processor in Lambda's words; the wheels of the layer must fit it."""
    return "arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64"


def sources(paths: Paths, processor: str) -> str:
    """The fingerprint of everything that the build reads."""
    compiler = fingerprint.of_files([Path(bytecode.__file__)])
    return fingerprint.of_text(processor, fingerprint.of_files(paths.root / name for name in INPUTS), compiler)


def folder(paths: Paths, processor: str) -> Path:
    """Where the build for this processor is."""
    return paths.build if processor == architecture() else paths.build.with_name(f"build-{processor}")


def is_current(paths: Paths, wanted: str, processor: str) -> bool:
    return folder(paths, processor).exists() and fingerprint.is_current(_stamp(paths, processor), wanted)


def _stamp(paths: Paths, processor: str) -> Path:
    # Beside the build, which all stacks of a checkout share.
    return folder(paths, processor).with_suffix(".stamp")


def build(paths: Paths, wanted: str, processor: str) -> None:
    """Build all functions and layers for a processor; unchanged ones come from sam's cache."""
    stamp, place = _stamp(paths, processor), folder(paths, processor)
    stamp.unlink(missing_ok=True)
    places = ["--build-dir", str(place), "--cache-dir", str(place.with_name(f"cache-{processor}"))]
    tool.run(
        paths,
        ["sam", "build", "--cached", "--parallel", *places, "--parameter-overrides", f"Architecture={processor}"],
        environment=emulator.tool_environment(paths, "http://127.0.0.1:9"),
        failure="'sam build' failed. Correct what it names and run 'make up' again.",
    )
    bytecode.compile_all(place)
    stamp.write_text(wanted)
