"""The built layers hold all that the functions import.

The local stack's workers run with the development environment's Python, where everything is at hand; on AWS
there are only the layers and what the Lambda runtime brings.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_stack.runtime_emulator import layers_of
from local_stack.stack import Stack
from local_stack.turns import exclusive
from tests.e2e.conftest import PATHS

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
BUILD = ROOT / ".aws-sam" / "build"
RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six.py")
"""What AWS's Python runtime ships."""

ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "us-east-1",
    "POWERTOOLS_SERVICE_NAME": "test",
    "POWERTOOLS_METRICS_NAMESPACE": "t",
}

SDKS = {
    "check_stripe": "pawpop_monitoring.checks.stripe.sdk",
    "run_health_check": "pawpop_monitoring.checks.stripe.sdk",
    "notifier": "pawpop_monitoring.notifications.channels.email.resend",
    "channel_notifier": "apprise",
    "manage_devices": "pawpop_monitoring.notifications.channels.push.encryption",
}
"""What comes at first use, deeper down than the function itself."""
FUNCTIONS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/app.py"))


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory, deployed: Stack) -> Path:
    """A folder with nothing but what the Lambda runtime ships."""
    folder = tmp_path_factory.mktemp("runtime")
    packages = next(Path(entry) for entry in sys.path if (Path(entry) / "boto3").is_dir())
    for name in RUNTIME:
        (folder / name).symlink_to(packages / name)
    return folder


def _late(function: str) -> Iterator[str]:
    """What the function imports of ours, wherever in it."""
    for node in ast.walk(ast.parse((ROOT / "functions" / function / "app.py").read_text())):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("pawpop_monitoring"):
            yield str(node.module)
    if function in SDKS:
        yield SDKS[function]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_imports_from_its_layers_alone(function: str, runtime: Path) -> None:
    path = [str(ROOT / "functions" / function), *map(str, layers_of(BUILD, function)), str(runtime)]
    late = "; ".join(f"import {name}" for name in dict.fromkeys(_late(function)))
    program = f"import sys; sys.path[:0] = {path!r}; import app; print(app.lambda_handler); {late}"
    with exclusive(PATHS):  # or another stack of this checkout may just be building
        done = subprocess.run(
            [sys.executable, "-S", "-I", "-c", program],
            capture_output=True,
            text=True,
            check=False,
            env=ENVIRONMENT,
        )
    assert done.returncode == 0, done.stderr
