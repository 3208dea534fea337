"""One version, wherever somebody reads it."""

import json
import re
import tomllib

from local_stack.paths import CHECKOUT
from pawpop_monitoring import __version__


def test_the_version_is_the_same_everywhere() -> None:
    package = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]
    client = json.loads((CHECKOUT / "shared/typescript_client/package.json").read_text())["version"]
    described = json.loads((CHECKOUT / "shared/contracts/openapi.json").read_text())["info"]["version"]
    (newest, *_) = re.findall(r"^## \[(.+?)\]", (CHECKOUT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert {package, client, described, newest} == {__version__}
