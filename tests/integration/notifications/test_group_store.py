"""Who belongs to which mail: one suite for the groups in DynamoDB and for those of the unit tests."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.notifications.grouping.group_items import MOST_MEMBERS
from pawpop_monitoring.notifications.grouping.group_store import LATE, DynamoGroupStore
from pawpop_monitoring.notifications.stages.group import Grouping, GroupStore, Membership
from tests.factories import NOW
from tests.integration.notifications.conftest import TABLE
from tests.integration.one_at_a_time import OneAtATime
from tests.unit.notifications.fakes import InMemoryGroupStore
from tests.unit.notifications.messages import message

pytestmark = pytest.mark.integration
WINDOW = timedelta(seconds=20)
SECOND = timedelta(seconds=1)


@pytest.fixture(params=["DynamoDB", "in memory"])
def groups(request: pytest.FixtureRequest) -> GroupStore:
    if request.param == "in memory":
        return InMemoryGroupStore()
    client = request.getfixturevalue("dynamodb")
    return DynamoGroupStore(lambda: client, TABLE)


def opening(number: int = 0) -> AlertMessage:
    return message(id=f"alert_{number:02}")


def test_a_membership_is_the_same_for_each_copy_whenever_it_comes(groups: GroupStore) -> None:
    first = groups.join(opening(), NOW, WINDOW)
    assert first.due == groups.due(opening().key) == NOW + WINDOW
    assert groups.due(opening(1).key) is None
    groups.close(str(first.group))
    assert groups.join(opening(), NOW + timedelta(days=1), WINDOW) == first


def test_what_opens_within_the_window_belongs_together(groups: GroupStore) -> None:
    members = [groups.join(opening(number), NOW + number * SECOND, WINDOW) for number in range(3)]
    assert len({member.group for member in members}) == 1
    assert groups.close(str(members[0].group)) == [opening(number) for number in range(3)]


def test_what_opens_when_the_window_is_over_founds_the_next_group(groups: GroupStore) -> None:
    first = groups.join(opening(1), NOW, WINDOW)
    second = groups.join(opening(2), NOW + WINDOW, WINDOW)
    assert second.group != first.group
    assert second.due == NOW + 2 * WINDOW
    assert groups.close(str(first.group)) == [opening(1)]


def test_nobody_enters_a_group_that_is_closed_although_its_time_is_not_over(groups: GroupStore) -> None:
    first = groups.join(opening(1), NOW, WINDOW)
    groups.close(str(first.group))
    assert groups.join(opening(2), NOW + SECOND, WINDOW).group != first.group
    assert groups.close(str(first.group)) == [opening(1)]


def test_without_a_window_it_is_told_alone_for_good(groups: GroupStore) -> None:
    assert groups.join(opening(1), NOW, timedelta(0)) == Membership(None, NOW)
    groups.join(opening(2), NOW, WINDOW)
    assert groups.join(opening(1), NOW, WINDOW) == Membership(None, NOW)


def test_only_the_first_is_due_when_the_group_closes(dynamodb: Any) -> None:
    groups = DynamoGroupStore(lambda: dynamodb, TABLE)
    assert groups.join(opening(1), NOW, WINDOW).due == NOW + WINDOW
    assert groups.join(opening(2), NOW, WINDOW).due == NOW + WINDOW + LATE


def test_a_group_has_room_for_so_many(dynamodb: Any) -> None:
    groups = DynamoGroupStore(lambda: dynamodb, TABLE)
    names = [groups.join(opening(number), NOW, WINDOW).group for number in range(MOST_MEMBERS + 2)]
    assert len(set(names[:MOST_MEMBERS])) == 1
    assert names[MOST_MEMBERS] == names[MOST_MEMBERS + 1] != names[0]


def test_all_at_once_each_has_one_membership_and_no_group_loses_anybody(dynamodb: Any) -> None:
    client = OneAtATime(dynamodb)

    def join(number: int) -> Membership:
        return DynamoGroupStore(lambda: client, TABLE).join(opening(number % 12), NOW, WINDOW)

    with ThreadPoolExecutor(8) as pool:
        members = list(pool.map(join, range(36)))
    groups = DynamoGroupStore(lambda: dynamodb, TABLE)
    told = [member.key for group in {str(member.group) for member in members} for member in groups.close(group)]
    assert sorted(told) == [opening(number).key for number in range(12)]


class Meddling:
    """A client whose first transaction is preceded by what somebody else does."""

    def __init__(self, client: Any, meddle: Callable[[], object]) -> None:
        self._client, self._meddle = client, [meddle]

    def transact_write_items(self, **request: Any) -> Any:
        while self._meddle:
            self._meddle.pop()()
        return self._client.transact_write_items(**request)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)


def test_a_group_that_closes_at_the_last_moment_is_left_for_the_next(dynamodb: Any) -> None:
    others = DynamoGroupStore(lambda: dynamodb, TABLE)
    first = others.join(opening(1), NOW, WINDOW)
    meddling = Meddling(dynamodb, lambda: others.close(str(first.group)))
    second = DynamoGroupStore(lambda: meddling, TABLE).join(opening(2), NOW, WINDOW)
    assert [others.close(str(member.group)) for member in (first, second)] == [[opening(1)], [opening(2)]]


def test_two_that_found_a_group_at_the_same_moment_share_one(dynamodb: Any) -> None:
    others = DynamoGroupStore(lambda: dynamodb, TABLE)
    meddling = Meddling(dynamodb, lambda: others.join(opening(1), NOW, WINDOW))
    second = DynamoGroupStore(lambda: meddling, TABLE).join(opening(2), NOW, WINDOW)
    assert others.close(str(second.group)) == [opening(1), opening(2)]


def test_two_copies_at_the_same_moment_have_one_membership(dynamodb: Any) -> None:
    others = DynamoGroupStore(lambda: dynamodb, TABLE)
    meddling = Meddling(dynamodb, lambda: others.join(opening(1), NOW, timedelta(0)))
    assert DynamoGroupStore(lambda: meddling, TABLE).join(opening(1), NOW, WINDOW) == Membership(None, NOW)


def test_a_table_that_is_not_there_means_that_each_is_told_alone(aws_in_memory: None, dynamodb: Any) -> None:
    grouping = Grouping(DynamoGroupStore(lambda: dynamodb, "no-such-table"), WINDOW, lambda: NOW, lambda steps: steps)
    gathered = grouping.gather(opening())
    assert (gathered.message, gathered.wait, gathered.held) == (opening(), timedelta(0), False)
