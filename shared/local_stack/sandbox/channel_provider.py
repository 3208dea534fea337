"""What a file of this folder says that plays the provider of a channel: `PLAYED`, and nothing else knows of it."""

import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol

from local_stack.sandbox.wire import Json, Pause, Request, Response


class Player(Protocol):
    """Answers as the provider does; what `control` answers is for people and tests, and no fault touches it."""

    def __call__(self, request: Request, pause: Pause) -> Response: ...

    def control(self, request: Request) -> Response | None: ...


def _none(_body: object) -> bool:
    """No body says that nothing was done."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelProvider:
    """`name` is that of the channel in `Channels`; `make` plays it by a clock, under `/<name>`.

    `setting` is what the channel's setting reads for the sandbox at an address, `fault_body` what the provider says
    beside a status, and `is_refusal` is true of a body after which it has done nothing, whatever the status. One that
    `takes_numbers` may be named in `MetricsTo`.
    """

    name: str
    make: Callable[[Callable[[], datetime]], Player]
    setting: Callable[[str], str]
    fault_body: Callable[[int], Json]
    is_refusal: Callable[[object], bool] = _none
    takes_numbers: bool = False


@cache
def channel_providers() -> Sequence[ChannelProvider]:
    """Each `PLAYED` of this folder, by the names of the files."""
    names = [each.name for each in pkgutil.iter_modules([str(Path(__file__).parent)]) if each.name != "__main__"]
    modules = [import_module(f"{__package__}.{name}") for name in names]
    return [module.PLAYED for module in modules if hasattr(module, "PLAYED")]
