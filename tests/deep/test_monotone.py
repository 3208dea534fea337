"""The laws of one more outcome, over thousands of random histories."""

import os

import pytest

from tests.deep.histories import broken_laws, histories

pytestmark = pytest.mark.skipif("PAWPOP_DEEP" not in os.environ, reason="a minute long: `make test-deep`")


@pytest.mark.parametrize("seed", range(4))
def test_no_history_breaks_them(seed: int) -> None:
    broken = {str(history): laws for history in histories(5000, seed) if (laws := broken_laws(history))}
    assert broken == {}
