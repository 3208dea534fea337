"""The commands that README and guides tell people to type, taken from the pages themselves."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

_BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_LANGUAGES = {"sh", "bash", "shell", "console", "sql"}
_INLINE = re.compile(r"`((?:make|pawpop-monitor|python3?|sam|aws|curl|git|psql|docker|npm|pip|uv|sh|bash) [^`]+)`")


def pages() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "shared/guide").glob("*.md"))]


def commands_of(page: Path) -> list[str]:
    """Each command once, in order: those of blocks, then those within sentences; a block of SQL is one command."""
    text = page.read_text()
    blocks = [command for language, block in _BLOCK.findall(text) for command in _commands(language, block)]
    return list(dict.fromkeys([*blocks, *(" ".join(found.split()) for found in _INLINE.findall(_BLOCK.sub("", text)))]))


def _commands(language: str, block: str) -> Iterator[str]:
    """Without comments, and with its continued lines in one."""
    if language not in _LANGUAGES:
        return
    if language == "sql":
        yield block.strip()
        return
    for line in re.sub(r"\\\n\s*", "", block).splitlines():
        command = re.sub(r"(^|\s)#\s.*$", "", line).strip()
        if command:
            yield command
