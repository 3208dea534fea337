"""How far telling has come: one suite for DynamoDB and for the memory of the unit tests."""

from datetime import timedelta
from typing import Any

import pytest

from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.progress import Mark, Progress, ProgressStore
from pawpop_monitoring.notifications.progress_store import DynamoProgressStore
from tests.factories import NOW
from tests.integration.notifications.conftest import TABLE
from tests.unit.notifications.fakes import InMemoryProgressStore
from tests.unit.notifications.messages import message, resolved

pytestmark = pytest.mark.integration
OPENED, WORSE, OVER = message(), message(TransitionKind.ESCALATED, timedelta(minutes=5), sequence=2), resolved()
AGAIN = message(after=timedelta(hours=2), sequence=4)
UNTIL = NOW + timedelta(seconds=30)


@pytest.fixture(params=["DynamoDB", "in memory"])
def progress(request: pytest.FixtureRequest) -> ProgressStore:
    if request.param == "in memory":
        return InMemoryProgressStore()
    client = request.getfixturevalue("dynamodb")
    return DynamoProgressStore(lambda: client, TABLE, "email")


def test_nothing_is_known_at_first_and_what_arrives_afterwards(progress: ProgressStore) -> None:
    assert progress.arrive(WORSE, NOW) == Progress()
    assert progress.arrive(OPENED, NOW) == Progress(arrived=Mark.of(WORSE))
    assert progress.arrive(OVER, NOW) == Progress(arrived=Mark.of(WORSE))
    assert progress.arrive(OPENED, NOW) == Progress(arrived=Mark.of(OVER), ended=Mark.of(OVER))


def test_an_end_that_nobody_is_to_hear_only_keeps_back_what_was_before_it(progress: ProgressStore) -> None:
    progress.pass_over(OVER, NOW)
    progress.pass_over(resolved(after=timedelta(minutes=1)), NOW)
    known = progress.read(OPENED)
    assert known == Progress(ended=Mark.of(OVER))
    assert not known.may_have_been_heard
    assert not progress.begin(OPENED, NOW, UNTIL)
    assert progress.begin(AGAIN, NOW, UNTIL)


def test_another_alert_is_another_matter(progress: ProgressStore) -> None:
    progress.arrive(OVER, NOW)
    assert progress.arrive(message(id="alert_other"), NOW) == Progress()


def test_one_step_has_the_turn_until_it_gives_it_back_or_can_no_longer_live(progress: ProgressStore) -> None:
    assert progress.begin(OPENED, NOW, UNTIL)
    assert progress.begin(OPENED, NOW, UNTIL)
    assert not progress.begin(WORSE, NOW, UNTIL)
    assert progress.begin(WORSE, UNTIL + timedelta(seconds=1), UNTIL + timedelta(seconds=31))
    progress.end(OPENED, accepted=False)
    assert not progress.begin(OVER, UNTIL + timedelta(seconds=2), UNTIL + timedelta(seconds=32))
    progress.end(WORSE, accepted=False)
    assert progress.begin(OVER, UNTIL + timedelta(seconds=2), UNTIL + timedelta(seconds=32))


def test_what_was_overtaken_has_no_turn(progress: ProgressStore) -> None:
    progress.arrive(OVER, NOW)
    assert not progress.begin(OPENED, NOW, UNTIL)
    assert progress.begin(AGAIN, NOW, UNTIL)
    progress.end(AGAIN, accepted=True)
    assert not progress.begin(OVER, NOW, UNTIL)
    assert progress.begin(AGAIN, NOW, UNTIL)


@pytest.mark.parametrize(
    ("accepted", "undecided", "known"),
    [
        (True, False, Progress(accepted=Mark.of(OPENED))),
        (False, True, Progress(attempted=frozenset({OPENED.key}))),
        (False, False, Progress()),
    ],
)
def test_how_an_attempt_ended_is_kept(
    progress: ProgressStore, accepted: bool, undecided: bool, known: Progress
) -> None:
    progress.begin(OPENED, NOW, UNTIL)
    progress.end(OPENED, accepted=accepted, undecided=undecided)
    assert progress.arrive(OVER, NOW) == known


def test_an_attempt_whose_end_nobody_noted_may_have_come_to_anything(progress: ProgressStore) -> None:
    progress.begin(OPENED, NOW, UNTIL)
    assert progress.arrive(OVER, NOW).attempted == {OPENED.key}


def test_a_table_out_of_reach_says_so(aws_in_memory: None, dynamodb: Any) -> None:
    gone = DynamoProgressStore(lambda: dynamodb, "no-such-table", "email")
    for ask in (
        lambda: gone.arrive(OPENED, NOW),
        lambda: gone.begin(OPENED, NOW, UNTIL),
        lambda: gone.end(OPENED, accepted=True),
    ):
        with pytest.raises(StoreUnavailableError):
            ask()


def test_it_is_known_for_longer_than_an_alert_is_open_of_which_nobody_is_reminded(dynamodb: Any) -> None:
    DynamoProgressStore(lambda: dynamodb, TABLE, "email").arrive(OPENED, NOW)
    (item,) = dynamodb.scan(TableName=TABLE)["Items"]
    assert int(item["expiration"]["N"]) == int((NOW + timedelta(days=400)).timestamp())
