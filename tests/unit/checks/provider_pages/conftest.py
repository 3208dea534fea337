"""The sandbox, as the local stack runs it."""

from tests.unit.local_stack.conftest import sandbox

__all__ = ["sandbox"]
