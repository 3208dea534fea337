"""What has changed in the checkout, as git sees it."""

import subprocess
from pathlib import Path


def changed_files(root: Path, base: str | None = None) -> set[Path]:
    """Files that differ from commit `base`, new ones included; relative to `root`.

    Without `base`: what is not committed yet, or else what the last commit changed.
    """
    if base:
        return _listed(root, "diff", "--name-only", f"{base}...HEAD") | _uncommitted(root)
    return _uncommitted(root) or _listed(root, "diff", "--name-only", "HEAD~1", "HEAD")


def _uncommitted(root: Path) -> set[Path]:
    return _listed(root, "diff", "--name-only", "HEAD") | _listed(root, "ls-files", "--others", "--exclude-standard")


def _listed(root: Path, *command: str) -> set[Path]:
    done = subprocess.run(["git", *command, "-z"], cwd=root, capture_output=True, text=True, check=True)
    return {Path(name) for name in done.stdout.split("\0") if name}
