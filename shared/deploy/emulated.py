"""The local emulator in the place of AWS."""

from collections.abc import Mapping
from pathlib import Path

from deploy.aws import Aws, Place
from local_stack import emulator, emulator_gaps, emulator_template
from local_stack.paths import Paths

STAGE = "prod"


class EmulatedAws(Aws):
    """AWS, but for what the emulator leaves out or names differently."""

    def __init__(self, place: Place, paths: Paths, config: Path, endpoint_url: str) -> None:
        super().__init__(place, paths, config, emulator.tool_environment(paths, endpoint_url))
        self._stack_name = place.stack
        self._endpoint_url = endpoint_url

    def template(self, build: Path) -> Path:
        return emulator_template.write(build)

    def bucket(self) -> str:
        emulator.client("s3", self._endpoint_url).create_bucket(Bucket=emulator.BUCKET)
        return emulator.BUCKET

    def finish(self) -> None:
        emulator_gaps.fill(self._endpoint_url, self._stack_name, STAGE)

    def outputs(self, found: Mapping[str, str]) -> Mapping[str, str]:
        return {name: emulator_gaps.reachable_anywhere(value, self._endpoint_url) for name, value in found.items()}
