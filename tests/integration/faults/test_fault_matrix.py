"""Every fault at every step of an alert's life: no mail is lost or late, none comes twice or says what is no more so.

A fault strikes, the step happens, minutes go by in which the checks, the escalator and the consumers of the
queues run on; then all is well again, and once nothing is in a queue any more, the mails are counted. What
can be told in spite of the fault has to be told while it lasts.
"""

from collections import Counter
from contextlib import nullcontext

import pytest

from tests.integration.deep import WHOLE
from tests.integration.faults.content_faults import CONTENT_FAULTS
from tests.integration.faults.database_faults import DATABASE_FAULTS
from tests.integration.faults.fault import Fault
from tests.integration.faults.matrix import Matrix, Tally
from tests.integration.faults.process_faults import PROCESS_FAULTS
from tests.integration.faults.queue_faults import QUEUE_FAULTS
from tests.integration.faults.resend_faults import RESEND_FAULTS
from tests.integration.faults.settings_faults import SETTINGS_FAULTS
from tests.integration.faults.shop import Shop
from tests.integration.faults.steps import STEPS, Step

pytestmark = pytest.mark.integration

SHARE = 4
"""Every run plays one cell in so many: each fault at a quarter of the steps, each step under as many of the faults."""
NONE = Fault(name="none", noticed=lambda _shop: True)
FAULTS = (
    NONE,
    *DATABASE_FAULTS,
    *RESEND_FAULTS,
    *QUEUE_FAULTS,
    *PROCESS_FAULTS,
    *CONTENT_FAULTS,
    *SETTINGS_FAULTS,
)

CELLS = [
    pytest.param(fault, step, id=f"{fault.name}-{step.name}", marks=() if (row + column) % SHARE == 0 else WHOLE)
    for row, fault in enumerate(FAULTS)
    for column, step in enumerate(STEPS)
]


def play(shop: Shop, fault: Fault, step: Step) -> int:
    """How many mails came only after the fault, although it did not keep them back."""
    late = 0
    with fault.strike(shop) if fault.from_the_start else nullcontext():
        step.prepare(shop)
        for phase in step.phases:
            with nullcontext() if fault.from_the_start else fault.strike(shop):
                phase(shop)
                shop.live(fault.lasts, fault.pace)
                if not fault.keeps(store_needed=step.store_needed):
                    late += _untold(shop, step)
            if not fault.from_the_start:
                shop.settle()
    shop.settle()
    return late


def _untold(shop: Shop, step: Step) -> int:
    told = Tally(Counter(step.wanted), shop.mails())
    return told.lost and Tally(told.wanted, told.sent, shop.superseded()).lost


@pytest.mark.parametrize(("fault", "step"), CELLS)
def test_no_mail_is_lost_doubled_late_or_untrue(shop: Shop, matrix: Matrix, fault: Fault, step: Step) -> None:
    late = play(shop, fault, step)

    tally = Tally(Counter(step.wanted), shop.mails(), shop.superseded(), shop.untrue(), late)
    matrix.tallies[fault.name, step.name] = tally
    assert (tally.lost, tally.doubled, tally.late) == (0, 0, 0), f"wanted {dict(tally.wanted)}, sent {dict(tally.sent)}"
    assert not tally.untrue
    assert shop.states() == [step.ends]
    assert fault.noticed(shop)
