"""Runs the command-line tools that do the real work, and says in a sentence when one of them fails."""

import subprocess
from collections.abc import Mapping, Sequence

from local_stack.errors import StackError
from local_stack.paths import Paths


def run(paths: Paths, command: Sequence[str], *, environment: Mapping[str, str], failure: str) -> str:
    """Run an installed tool in the checkout and return its output; StackError if it fails."""
    program = paths.tools / command[0]
    if not program.exists():
        raise StackError(f"{command[0]} is not installed. Run 'make install'.")
    done = subprocess.run(
        [str(program), *command[1:]],
        cwd=paths.root,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    (paths.logs / f"{command[0]}.log").write_text(done.stdout)
    if done.returncode:
        raise StackError(failure, log="\n".join(done.stdout.splitlines()[-30:]))
    return done.stdout
