"""Whether the layers that were built run on the processor that is deployed: a wrong one deploys green, and crashes."""

from collections.abc import Iterator
from pathlib import Path

_ELF = b"\x7fELF"
_MACHINES = {0xB7: "arm64", 0x3E: "x86_64"}


def foreign(build: Path, architecture: str) -> list[str]:
    """Compiled modules below `build` that are made for another processor than `architecture`."""
    return sorted(
        str(file.relative_to(build)) for file, made_for in _compiled(build) if made_for not in {architecture, None}
    )


def _compiled(build: Path) -> Iterator[tuple[Path, str | None]]:
    for file in build.rglob("*.so*"):
        with file.open("rb") as content:
            head = content.read(20)
        if head.startswith(_ELF):
            yield file, _MACHINES.get(int.from_bytes(head[18:20], "little"), "something else")
