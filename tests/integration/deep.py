"""What is left to `make test-deep`, as it takes minutes."""

import os

import pytest

WHOLE = pytest.mark.skipif("PAWPOP_DEEP" not in os.environ, reason="minutes long: `make test-deep`")
"""Marks the rest of a table of which every run plays an even share."""
