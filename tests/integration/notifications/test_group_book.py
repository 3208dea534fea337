"""Who belongs to which mail: one suite for the book in DynamoDB and for the one that the unit tests stand on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.notifications.grouping.group_items import MOST_MEMBERS
from pawpop_monitoring.notifications.grouping.group_store import LATE, DynamoGroupStore
from pawpop_monitoring.notifications.stages.group import Grouping, GroupStore, Place
from tests.factories import NOW
from tests.integration.notifications.conftest import TABLE
from tests.integration.one_at_a_time import OneAtATime
from tests.unit.notifications.fakes import InMemoryGroupBook
from tests.unit.notifications.messages import message

pytestmark = pytest.mark.integration
WINDOW = timedelta(seconds=20)
SECOND = timedelta(seconds=1)


@pytest.fixture(params=["DynamoDB", "in memory"])
def book(request: pytest.FixtureRequest) -> GroupStore:
    if request.param == "in memory":
        return InMemoryGroupBook()
    client = request.getfixturevalue("dynamodb")
    return DynamoGroupStore(lambda: client, TABLE)


def opening(number: int = 0) -> AlertMessage:
    return message(id=f"alert_{number:02}")


def test_a_place_is_the_same_for_each_copy_whenever_it_comes(book: GroupStore) -> None:
    first = book.place(opening(), NOW, WINDOW)
    assert first.due == book.due(opening().key) == NOW + WINDOW
    assert book.due(opening(1).key) is None
    book.close(str(first.group))
    assert book.place(opening(), NOW + timedelta(days=1), WINDOW) == first


def test_what_opens_within_the_window_belongs_together(book: GroupStore) -> None:
    places = [book.place(opening(number), NOW + number * SECOND, WINDOW) for number in range(3)]
    assert len({place.group for place in places}) == 1
    assert book.close(str(places[0].group)) == [opening(number) for number in range(3)]


def test_what_opens_when_the_window_is_over_founds_the_next_group(book: GroupStore) -> None:
    first = book.place(opening(1), NOW, WINDOW)
    second = book.place(opening(2), NOW + WINDOW, WINDOW)
    assert second.group != first.group
    assert second.due == NOW + 2 * WINDOW
    assert book.close(str(first.group)) == [opening(1)]


def test_nobody_enters_a_group_that_is_closed_although_its_time_is_not_over(book: GroupStore) -> None:
    first = book.place(opening(1), NOW, WINDOW)
    book.close(str(first.group))
    assert book.place(opening(2), NOW + SECOND, WINDOW).group != first.group
    assert book.close(str(first.group)) == [opening(1)]


def test_without_a_window_it_is_told_alone_for_good(book: GroupStore) -> None:
    assert book.place(opening(1), NOW, timedelta(0)) == Place(None, NOW)
    book.place(opening(2), NOW, WINDOW)
    assert book.place(opening(1), NOW, WINDOW) == Place(None, NOW)


def test_only_the_first_is_due_when_the_group_closes(dynamodb: Any) -> None:
    book = DynamoGroupStore(lambda: dynamodb, TABLE)
    assert book.place(opening(1), NOW, WINDOW).due == NOW + WINDOW
    assert book.place(opening(2), NOW, WINDOW).due == NOW + WINDOW + LATE


def test_a_group_has_room_for_so_many(dynamodb: Any) -> None:
    book = DynamoGroupStore(lambda: dynamodb, TABLE)
    groups = [book.place(opening(number), NOW, WINDOW).group for number in range(MOST_MEMBERS + 2)]
    assert len(set(groups[:MOST_MEMBERS])) == 1
    assert groups[MOST_MEMBERS] == groups[MOST_MEMBERS + 1] != groups[0]


def test_all_at_once_each_has_one_place_and_no_group_loses_anybody(dynamodb: Any) -> None:
    client = OneAtATime(dynamodb)

    def place(number: int) -> Place:
        return DynamoGroupStore(lambda: client, TABLE).place(opening(number % 12), NOW, WINDOW)

    with ThreadPoolExecutor(8) as pool:
        places = list(pool.map(place, range(36)))
    book = DynamoGroupStore(lambda: dynamodb, TABLE)
    told = [member.key for group in {str(place.group) for place in places} for member in book.close(group)]
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
    first = others.place(opening(1), NOW, WINDOW)
    meddling = Meddling(dynamodb, lambda: others.close(str(first.group)))
    second = DynamoGroupStore(lambda: meddling, TABLE).place(opening(2), NOW, WINDOW)
    assert [others.close(str(place.group)) for place in (first, second)] == [[opening(1)], [opening(2)]]


def test_two_that_found_a_group_at_the_same_moment_share_one(dynamodb: Any) -> None:
    others = DynamoGroupStore(lambda: dynamodb, TABLE)
    meddling = Meddling(dynamodb, lambda: others.place(opening(1), NOW, WINDOW))
    second = DynamoGroupStore(lambda: meddling, TABLE).place(opening(2), NOW, WINDOW)
    assert others.close(str(second.group)) == [opening(1), opening(2)]


def test_two_copies_at_the_same_moment_have_one_place(dynamodb: Any) -> None:
    others = DynamoGroupStore(lambda: dynamodb, TABLE)
    meddling = Meddling(dynamodb, lambda: others.place(opening(1), NOW, timedelta(0)))
    assert DynamoGroupStore(lambda: meddling, TABLE).place(opening(1), NOW, WINDOW) == Place(None, NOW)


def test_a_table_that_is_not_there_means_that_each_is_told_alone(aws_in_memory: None, dynamodb: Any) -> None:
    grouping = Grouping(DynamoGroupStore(lambda: dynamodb, "no-such-table"), WINDOW, lambda: NOW)
    gathered = grouping.gather(opening())
    assert (gathered.message, gathered.wait, gathered.held) == (opening(), timedelta(0), False)
