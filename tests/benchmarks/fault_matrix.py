"""Every fault at every step of an alert's life, in one run: what was lost, doubled, late or untrue, a row per fault.

The table is the one that the tests print at their end; some six minutes on two quiet cores.
"""

import subprocess
import sys

_TESTS = "tests/integration/faults/test_fault_matrix.py"
_WORKERS = "2"


def main() -> None:
    """The mails accepted of those wanted, by fault and step."""
    tests = ["-q", "-p", "no:cacheprovider", "-n", _WORKERS, _TESTS]
    if subprocess.run([sys.executable, "-m", "pytest", *tests], check=False).returncode:
        raise SystemExit("Some cell is not as it has to be.")
