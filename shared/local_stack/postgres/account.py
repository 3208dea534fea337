"""The system account that Postgres runs as: it refuses root, so there 'nobody' takes its place."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from local_stack.errors import StackError


@dataclass(frozen=True)
class Account:
    """Who runs the server. `uid` is None when it is simply the caller."""

    uid: int | None = None
    gid: int | None = None

    @classmethod
    def for_server(cls) -> "Account":
        if os.geteuid() != 0:
            return cls()
        entry = pwd.getpwnam("nobody")
        return cls(entry.pw_uid, entry.pw_gid)

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def can_reach(self, path: Path) -> bool:
        """Whether every folder on the way is open to this account (the caller itself always gets there)."""
        if self.uid is None:
            return True
        return all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents)

    def run(self, command: Sequence[str], *, cwd: Path, failure: str) -> None:
        """Run a Postgres program as this account; StackError with its output if it fails.

        The output goes through a file: the server that pg_ctl leaves behind would hold a pipe open.
        """
        transcript = cwd / "command.log"
        with transcript.open("w") as output:
            done = subprocess.run(
                command,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={"LC_ALL": "C", "PATH": os.defpath},
                user=self.uid,
                group=self.gid,
                extra_groups=[] if self.uid is not None else None,
                check=False,
            )
        if done.returncode:
            raise StackError(failure, log=transcript.read_text())
