"""What lies in the standby table beside the open alerts, and what another version has written there."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pawpop_monitoring.alerting.apply.ports import StandbyStore
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.entry import StandbyEntry
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.storage.silence_store import DynamoSilenceStore
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore
from tests.factories import NOW, make_alert, make_transition
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.integration.storage.conftest import TABLE

pytestmark = pytest.mark.integration

OTHER = make_alert(service="stripe", rule="unreachable")


@pytest.fixture(params=["dynamodb", "memory"])
def store(request: pytest.FixtureRequest) -> StandbyStore:
    if request.param == "memory":
        return InMemoryStandbyStore()
    client = request.getfixturevalue("dynamodb")
    return DynamoStandbyStore(client=lambda: client, table=TABLE)


def _items_with(attribute: str, dynamodb: Any) -> list[dict[str, Any]]:
    return [item for item in dynamodb.scan(TableName=TABLE)["Items"] if attribute in item]


def _cut(item: dict[str, Any]) -> dict[str, Any]:
    return {name: item[name] for name in ("service", "fingerprint", "alert")}


def _of_another_version(item: dict[str, Any]) -> dict[str, Any]:
    return item | {"alert": {"S": json.dumps(json.loads(item["alert"]["S"]) | {"severity": "invented"})}}


def _scribbled(item: dict[str, Any]) -> dict[str, Any]:
    return item | {"last_seen": {"S": "yesterday"}}


@pytest.mark.parametrize("spoil", [_cut, _of_another_version, _scribbled])
def test_an_item_that_cannot_be_read_costs_itself_alone(
    dynamodb: Any, spoil: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """All that was open used to be unknown, and every acknowledgement with it, until somebody deleted the item."""
    store = DynamoStandbyStore(client=lambda: dynamodb, table=TABLE)
    store.put(make_alert())
    [item] = _items_with("alert", dynamodb)
    store.put(OTHER)
    dynamodb.put_item(TableName=TABLE, Item=spoil(item))

    assert list(store.open_alerts()) == [OTHER]
    assert make_alert().fingerprint in caplog.text
    with pytest.raises(StoreUnavailableError, match="another version"):
        store.present(make_alert())


def test_a_silence_that_cannot_be_read_costs_itself_alone(dynamodb: Any) -> None:
    store = DynamoSilenceStore(client=lambda: dynamodb, table=TABLE)
    silence = Silence(
        id="a", starts_at=NOW, ends_at=NOW + timedelta(hours=1), reason="work", created_by="person", created_at=NOW
    )
    store.put(silence)
    store.put(replace(silence, id="b"))
    item = _items_with("silence", dynamodb)[0]
    dynamodb.put_item(TableName=TABLE, Item=item | {"silence": {"S": "{}"}})

    assert len(store.all()) == 1


def test_the_opening_is_kept_until_the_alert_is_over(store: StandbyStore) -> None:
    opening = make_transition(alert=make_alert(sequence=2))
    worse = make_transition(kind=TransitionKind.ESCALATED, alert=make_alert(sequence=3))
    store.put(opening.alert, opening)
    store.put(worse.alert, worse)
    assert list(store.entries()) == [StandbyEntry(alert=worse.alert, step=worse, opening=opening)]

    end = make_transition(
        kind=TransitionKind.RESOLVED, alert=make_alert(status=AlertStatus.RESOLVED, resolved_at=NOW, sequence=4)
    )
    store.hold_end(end.alert, end, opening)
    assert list(store.entries()) == [StandbyEntry(alert=end.alert, step=end, opening=opening)]


def test_an_opening_that_was_only_counted_is_kept_as_well(store: StandbyStore) -> None:
    first = store.count(make_alert())
    worse = make_transition(kind=TransitionKind.ESCALATED, alert=make_alert(sequence=2, notified_at=NOW + timedelta(1)))
    store.put(worse.alert, worse)
    (entry,) = store.entries()
    assert entry.told_opening == first.told_opening is not None


def test_an_opening_of_an_earlier_alert_is_not_taken_for_its_own(store: StandbyStore) -> None:
    opening = make_transition(alert=make_alert(id="alert_before"))
    store.put(opening.alert, opening)
    store.put(make_alert(sequence=2))
    (entry,) = store.entries()
    assert entry.opening is None


def test_how_often_it_opened_is_remembered_by_fingerprint(store: StandbyStore) -> None:
    assert store.recall("supabase:unreachable") == RuleState(fingerprint="supabase:unreachable")
    opens = (NOW - timedelta(hours=5), NOW)
    known = RuleState(fingerprint="supabase:unreachable", opens=opens, flapping_notified_at=NOW)
    store.remember(replace(known, alert=make_alert(), outcomes="bb", version=7))
    assert store.recall("supabase:unreachable") == known
    assert store.recall("supabase:connections").opens == ()
    assert list(store.entries()) == []
    store.remember(replace(known, flapping_notified_at=None))
    assert store.recall("supabase:unreachable").flapping_notified_at is None


def test_what_is_remembered_is_dropped_by_itself(dynamodb: Any) -> None:
    store = DynamoStandbyStore(client=lambda: dynamodb, table=TABLE)
    store.remember(RuleState(fingerprint="supabase:unreachable", opens=(NOW,)))
    (item,) = dynamodb.scan(TableName=TABLE)["Items"]
    assert int(item["expiration"]["N"]) == int((NOW + timedelta(days=2)).timestamp())
