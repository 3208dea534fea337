"""What the played days need."""

from tests.unit.scenarios.conftest import without_threads

__all__ = ["without_threads"]
