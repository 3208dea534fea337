"""The built layers hold all that the functions import.

The local stack's workers run with the development environment's Python, where everything is at hand; on AWS
there are only the layers and what the Lambda runtime brings.
"""

import subprocess
import sys
from pathlib import Path

import pytest

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

FUNCTIONS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/app.py"))


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory, deployed: Stack) -> Path:
    """A folder with nothing but what the Lambda runtime ships."""
    folder = tmp_path_factory.mktemp("runtime")
    packages = next(Path(entry) for entry in sys.path if (Path(entry) / "boto3").is_dir())
    for name in RUNTIME:
        (folder / name).symlink_to(packages / name)
    return folder


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_imports_from_its_layers_alone(function: str, runtime: Path) -> None:
    layers = [BUILD / name / "python" for name in ("CommonLayer", "DependenciesLayer")]
    path = [str(ROOT / "functions" / function), *map(str, layers), str(runtime)]
    program = f"import sys; sys.path[:0] = {path!r}; import app; print(app.lambda_handler)"
    with exclusive(PATHS):  # or another stack of this checkout may just be building
        done = subprocess.run(
            [sys.executable, "-S", "-I", "-c", program],
            capture_output=True,
            text=True,
            check=False,
            env=ENVIRONMENT,
        )
    assert done.returncode == 0, done.stderr
