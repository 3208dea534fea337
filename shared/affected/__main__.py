"""`python -m affected [--base COMMIT]`: run the unit tests that the change touches (`make check`)."""

import argparse
import subprocess
import sys
from pathlib import Path

from affected.changes import changed_files
from affected.selection import affected_tests

ROOT = Path(__file__).resolve().parents[2]
UNIT_TESTS = Path("tests/unit")


def main() -> int:
    """Pytest's exit code; 0 if no unit test is touched."""
    parser = argparse.ArgumentParser(prog="python -m affected", description=__doc__)
    parser.add_argument("--base", help="compare with this commit or branch, in place of the last commit")
    parser.add_argument("--list", action="store_true", help="only name them")
    options = parser.parse_args()
    changed = changed_files(ROOT, options.base or None)
    tests = [str(test) for test in affected_tests(ROOT, changed, UNIT_TESTS)]
    print(f"{len(changed)} changed files touch {len(tests)} files of unit tests.", flush=True)
    if options.list or not tests:
        print("\n".join(tests))
        return 0
    return subprocess.run([sys.executable, "-m", "pytest", "-q", *tests], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
