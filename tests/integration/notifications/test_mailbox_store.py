"""What is remembered of mailboxes."""

from datetime import timedelta
from typing import Any

import pytest

from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.mailbox import LostMailbox
from pawpop_monitoring.storage.mailbox_store import DynamoMailboxStore
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore
from tests.factories import NOW, make_alert
from tests.fakes.clock import Clock
from tests.integration.notifications.conftest import STANDBY

pytestmark = pytest.mark.integration


def test_a_lost_mailbox_is_known_for_a_week(standby_table: Any) -> None:
    clock = Clock(NOW)
    store = DynamoMailboxStore(client=lambda: standby_table, table=STANDBY, clock=clock)
    store.lose("Bad@Example.com", "refused: 422", refused=True)
    store.lose("gone@example.com", "bounced")
    store.lose("back@example.com", "bounced")
    store.forget("Back@example.com")
    assert store.lost() == [
        LostMailbox(address="bad@example.com", why="refused: 422", since=NOW, refused=True),
        LostMailbox(address="gone@example.com", why="bounced", since=NOW),
    ]
    clock.advance(timedelta(days=7))
    assert store.lost() == []


def test_parts_are_remembered_by_their_mail_and_stand_beside_the_alerts(standby_table: Any) -> None:
    store = DynamoMailboxStore(client=lambda: standby_table, table=STANDBY, clock=Clock(NOW))
    assert store.accepted("mail") == frozenset()
    for part in ("one", "two", "one"):
        store.accept("mail", part)
    assert store.accepted("mail") == {"one", "two"}
    assert store.accepted("other") == frozenset()
    alerts = DynamoStandbyStore(client=lambda: standby_table, table=STANDBY)
    alerts.put(make_alert())
    assert list(alerts.open_alerts()) == [make_alert()]


def test_a_table_out_of_reach_says_so(standby_table: Any) -> None:
    gone = DynamoMailboxStore(client=lambda: standby_table, table="no-such-table", clock=Clock(NOW))
    for ask in (
        gone.lost,
        lambda: gone.accepted("mail"),
        lambda: gone.lose("a@example.com", "x"),
        lambda: gone.forget("a@example.com"),
    ):
        with pytest.raises(StoreUnavailableError):
            ask()


def test_mails_are_counted_by_day(standby_table: Any) -> None:
    clock = Clock(NOW)
    store = DynamoMailboxStore(client=lambda: standby_table, table=STANDBY, clock=clock)
    assert store.spent() == 0
    store.spend(2)
    store.spend(50)
    assert store.spent() == 52
    clock.now += timedelta(days=1)
    assert store.spent() == 0


def test_many_lost_mailboxes_hide_none(standby_table: Any) -> None:
    store = DynamoMailboxStore(client=lambda: standby_table, table=STANDBY, clock=Clock(NOW))
    for number in range(40):
        store.lose(f"{number:02}@example.com", "w" * 50_000)
    assert [mailbox.address[:2] for mailbox in store.lost()] == [f"{number:02}" for number in range(40)]
