"""Whatever is done on both sides and however it arrives, in the end all say the same.

`make test-deep` plays 5,000 further histories.
"""

import pytest

from tests.unit.notifications.channels.both_sides import play
from tests.unit.notifications.channels.untrue import untrue_in


@pytest.mark.parametrize("seed", range(30))
def test_shuffled_histories_on_both_sides_leave_nothing_untrue(seed: int) -> None:
    assert untrue_in(play(seed)) == []
