"""What a person sees when a step of the local stack fails."""

from pathlib import Path


class StackError(Exception):
    """A failure in one sentence that says what to do; `log` is the tail of what the failing program wrote."""

    def __init__(self, message: str, *, log: str = "") -> None:
        super().__init__(message)
        self.log = log
        if log:
            self.add_note(log)


def tail(path: Path, lines: int = 25) -> str:
    """The last `lines` lines of a text file, or nothing if there is no such file."""
    if not path.exists():
        return ""
    return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
