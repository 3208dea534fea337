"""The running stack as tests and tools see it: make sure that it is up, and read where it answers."""

from pathlib import Path

from local_stack import lifecycle
from local_stack.paths import CHECKOUT, Paths
from local_stack.stack_file import Queues, Stack, Tokens, load, save

__all__ = ["Queues", "Stack", "Tokens", "load", "save", "up"]


def up(
    root: Path = CHECKOUT,
    *,
    name: str = "",
    schedules: bool = False,
    permissions: bool = False,
    channels: str | None = None,
) -> Stack:
    """Make sure that the stack `name` runs the present code. Without schedules a test decides what runs when.

    With `permissions` the policies of the template are evaluated, as on AWS. `channels` are "all", "none" or names.
    """
    return lifecycle.up(Paths(root, name), schedules=schedules, permissions=permissions, told=channels)
