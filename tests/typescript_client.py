"""The client for the shop's TypeScript, compiled by its own compiler and run in Node as the shop would."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

_SOURCE = Path(__file__).parents[1] / "shared" / "typescript_client"
_COMPILER = _SOURCE / "node_modules" / ".bin" / "tsc"
_INSTALL = ("npm", "install", "--no-audit", "--no-fund", "--no-package-lock")
_INSTALL_SECONDS = 120


def compile_client(target: Path) -> Path:
    """Type-check the client and compile it into `target`; skips the test where there is no Node or no compiler."""
    if shutil.which("node") is None:
        pytest.skip("Node is not installed")
    if not _COMPILER.exists():
        _install_compiler()
    subprocess.run([str(_COMPILER), "--project", str(_SOURCE), "--outDir", str(target)], check=True)
    (target / "package.json").write_text('{"type": "module"}')
    return target / "monitoring.js"


def report(compiled: Path, api_url: str, token: str) -> subprocess.CompletedProcess[str]:
    """Report one call to fal.ai and 150 failed events through the compiled client."""
    return _run([str(_SOURCE / "report.mjs"), str(compiled)], api_url, token)


def report_objects(compiled: Path, api_url: str, token: str) -> subprocess.CompletedProcess[str]:
    """Report a hundred calls, one of them wrong, a late one, an event and nonsense, all as objects."""
    return _run([str(compiled.parent / "report_objects.js")], api_url, token)


def _run(script: list[str], api_url: str, token: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["node", *script],
        env={**os.environ, "MONITORING_API_URL": api_url, "MONITORING_TRACK_TOKEN": token},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )


def _install_compiler() -> None:
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed, and so the TypeScript compiler can't be")
    try:
        done = subprocess.run(
            _INSTALL, check=False, cwd=_SOURCE, capture_output=True, text=True, timeout=_INSTALL_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        pytest.skip(str(error))
    if done.returncode or not _COMPILER.exists():
        pytest.skip(f"npm can't install the TypeScript compiler: {done.stderr}")
