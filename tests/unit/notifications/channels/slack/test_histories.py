"""Whatever order steps come in and whatever goes wrong, no message says something untrue, and nothing twice."""

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.notifications.channels.slack.histories import play


@settings(max_examples=int(os.environ.get("PAWPOP_EXAMPLES") or 30), deadline=None)
@given(st.integers(0, 2**32))
def test_shuffled_histories_leave_one_true_message_for_each_alert(seed: int) -> None:
    play(seed)
