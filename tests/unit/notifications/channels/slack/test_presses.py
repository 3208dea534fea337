"""What presses do, however often and whenever they come."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from pawpop_monitoring.alerting.apply.silence_commands import SilenceCommands
from pawpop_monitoring.contracts.slack_press import ACKNOWLEDGE, RESOLVE, RUN_CHECK, SILENCE, STATUS, Press
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.errors import ConfigurationError, StoreUnavailableError
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.notifications.channels.slack.permits import Permits, permits_of
from pawpop_monitoring.notifications.channels.slack.presses import Presses
from pawpop_monitoring.notifications.channels.slack.responses import Responses
from pawpop_monitoring.notifications.channels.slack.standing import standing_text
from tests.factories import make_alert, make_finding
from tests.unit.alerting.world import World

URL = "https://hooks.slack.com/actions/T0SHOP/1/x"


@dataclass
class Desk:
    """An open alert, and what people in Slack do to it."""

    world: World = field(default_factory=World)
    permits: Permits = field(default_factory=Permits)
    answers: list[str] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    opened_at: datetime | None = None

    def __post_init__(self) -> None:
        self.alert = self.world.commands.create(make_finding(), self.world.now)
        self.world.minute += 3

    def press(self, action: str, name: str = "ann", *, age: timedelta = timedelta(0), **changes: Any) -> str:
        at = (self.world.now - age).timestamp()
        press = Press(action, f"U0{name.upper()}", name, "T0SHOP", at, URL, self.alert.id, 1, "supabase")
        return self.carry_out(press._replace(**changes).encoded())

    def carry_out(self, body: str) -> str:
        self.presses.carry_out(body)
        return self.answers[-1]

    @property
    def presses(self) -> Presses:
        return Presses(
            alerts=self.world.commands,
            silences=SilenceCommands(self.world.silences),
            run_check=self.checked.append,
            opened_at=lambda _: self.opened_at,
            standing=lambda: "🟢 *Healthy*",
            respond=lambda _, text: self.answers.append(text),
            permits=self.permits,
            clock=lambda: self.world.now,
        )

    @property
    def now(self) -> Alert:
        found = self.world.commands.find(self.alert.id)
        assert found is not None
        return found


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_press_acknowledges_in_the_name_of_whoever_pressed(desk: Desk) -> None:
    assert desk.press(ACKNOWLEDGE) == "ann is on it since 12:03 UTC. Nobody is reminded of it any more."
    assert (desk.now.status, desk.now.acknowledged_by) == (AlertStatus.ACKNOWLEDGED, "ann")


def test_who_is_second_is_told_who_was_first(desk: Desk) -> None:
    desk.press(ACKNOWLEDGE)
    desk.world.minute += 5
    assert desk.press(ACKNOWLEDGE, "bob") == "Nothing to do: ann is on it since 12:03 UTC."
    assert desk.press(ACKNOWLEDGE) == "Nothing to do: ann is on it since 12:03 UTC."
    assert desk.now.acknowledged_by == "ann"


def test_a_press_resolves_once(desk: Desk) -> None:
    assert desk.press(RESOLVE) == "Over since 12:03 UTC, after 3 min, closed by ann."
    for action in (RESOLVE, ACKNOWLEDGE, SILENCE):
        assert desk.press(action, "bob") == "Nothing to do: Over since 12:03 UTC, after 3 min, closed by ann."
    assert desk.now.resolved_by == "ann"
    assert len(desk.world.told) == 2


def test_a_copy_that_comes_after_it_was_opened_again_does_nothing(desk: Desk) -> None:
    desk.press(RESOLVE)
    desk.world.minute += 1
    desk.world.commands.reopen(desk.alert.id, "Ann", desk.world.now)
    desk.opened_at = desk.world.now
    desk.world.minute += 1
    assert "opened again" in desk.press(RESOLVE, age=timedelta(minutes=2))
    assert not desk.now.resolved
    assert desk.press(RESOLVE).startswith("Over since")


def test_a_press_silences_for_an_hour_from_then_on_and_a_copy_for_no_longer(desk: Desk) -> None:
    pressed = Press(SILENCE, "U0ANN", "ann", "T0SHOP", desk.world.now.timestamp(), URL, desk.alert.id, 1).encoded()
    assert desk.carry_out(pressed) == "Silenced until 13:03 UTC."
    assert desk.press(SILENCE, "bob", age=timedelta(seconds=-40)).startswith("It is silenced already")
    desk.world.minute += 10
    assert desk.carry_out(pressed) == "It is silenced already, until 13:03 UTC, by ann."
    (silence,) = desk.world.silences.all()
    assert silence.fingerprint == desk.alert.fingerprint
    assert silence.ends_at - silence.starts_at == timedelta(hours=1)


@pytest.mark.parametrize(
    ("minutes", "said", "until"),
    [
        (10, "Silenced until 13:03 UTC; it was until 12:10 UTC, by Zoe.", "13:03"),
        (240, "It is silenced already, until 16:00 UTC, by Zoe.", "16:00"),
    ],
)
def test_a_press_prolongs_what_is_shorter_and_shortens_nothing(desk: Desk, minutes: int, said: str, until: str) -> None:
    desk.world.silences.put(_silence_of("Zoe", desk.world.now, timedelta(minutes=minutes - 3)))
    assert desk.press(SILENCE) == said
    assert f"{max(each.ends_at for each in desk.world.silences.all()):%H:%M}" == until
    assert desk.press(SILENCE).startswith("It is silenced already")


def test_a_silence_that_comes_too_late_is_none(desk: Desk) -> None:
    assert "over already" in desk.press(SILENCE, age=timedelta(hours=1, minutes=1))
    assert desk.world.silences.all() == []


def test_a_press_runs_the_check_of_the_service(desk: Desk) -> None:
    assert desk.press(RUN_CHECK).startswith("The check of Supabase runs")
    assert desk.checked == ["supabase"]


def test_what_has_no_check_says_so(desk: Desk) -> None:
    desk.alert = desk.world.commands.create(make_finding(service="printify", rule="manual"), desk.world.now)
    assert desk.press(RUN_CHECK) == "There is no check of Printify to run."
    assert desk.checked == []


def test_an_alert_that_nobody_knows_and_a_button_that_nobody_knows_do_nothing(desk: Desk) -> None:
    assert desk.press(ACKNOWLEDGE, alert="alert_gone") == "Nothing is known of this alert any more."
    assert desk.press("explode") == "This button does nothing any more."


def test_only_who_may_press_does_so() -> None:
    desk = Desk(permits=permits_of("T0SHOP, U0ANN"))
    assert "U0BOB" in desk.press(ACKNOWLEDGE, "bob")
    assert "You may look" in desk.press(ACKNOWLEDGE, team="T0OTHER")
    assert "You may look" in desk.press(STATUS, "bob")
    assert desk.now.status is AlertStatus.OPEN
    assert desk.press(ACKNOWLEDGE).startswith("ann is on it")


def test_permits_are_ids() -> None:
    assert permits_of("") == Permits()
    assert permits_of(" T0SHOP\nU0ANN;W0BOB ") == Permits(frozenset({"T0SHOP"}), frozenset({"U0ANN", "W0BOB"}))
    with pytest.raises(ConfigurationError, match="'@ann', 'C0ALERTS'"):
        permits_of("@ann C0ALERTS T0SHOP")


def test_a_name_pings_nobody_and_a_nameless_one_goes_by_the_id(desk: Desk) -> None:
    assert desk.press(ACKNOWLEDGE, name="<!channel>\n").startswith("&lt;!channel&gt; is on it")
    desk.press(RESOLVE, name="", user="U0X")
    assert desk.now.resolved_by == "U0X"


def test_without_the_alert_store_it_works_and_without_any_it_is_tried_again(desk: Desk) -> None:
    desk.world.store.unavailable = True
    assert desk.press(ACKNOWLEDGE).startswith("ann is on it")
    desk.world.standby.unavailable = True
    with pytest.raises(StoreUnavailableError):
        desk.press(RESOLVE)
    desk.world.store.unavailable = desk.world.standby.unavailable = False
    assert desk.press(RESOLVE).startswith("Over since")


def test_the_command_tells_how_all_is(desk: Desk) -> None:
    assert desk.press(STATUS, alert="") == "🟢 *Healthy*"


def test_how_all_is_names_what_is_open_the_worst_first() -> None:
    worst = make_alert(severity=Severity.CRITICAL, rule="unreachable", message="Database <unreachable>")
    taken = make_alert(status=AlertStatus.ACKNOWLEDGED, acknowledged_by="Ann")
    text = standing_text(
        ServiceStatus.CRITICAL,
        {"supabase": ServiceStatus.DOWN, "stripe": ServiceStatus.HEALTHY},
        [taken, worst, *(replace(taken, id=str(number)) for number in range(20))],
        dashboard_url="https://dash.example",
    )
    lines = text.splitlines()
    assert lines[:3] == [
        "🔴 *Critical*",
        "🔴 Supabase · 🟢 Stripe",
        "🔥 Supabase: Database &lt;unreachable&gt; (Open, and nobody is on it yet)",
    ]
    assert lines[3] == "🚨 Supabase: High connection usage detected (Ann is on it)"
    assert lines[-2:] == ["… and 12 more", "<https://dash.example|Open the dashboard>"]
    assert "No alert is open." in standing_text(ServiceStatus.HEALTHY, {}, [])


def _silence_of(by: str, now: datetime, lasts: timedelta) -> Silence:
    ends = now + lasts
    return Silence(
        id="s", starts_at=now, ends_at=ends, reason="work", created_by=by, created_at=now, service="supabase"
    )


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"action": "resolve"}', '{"action": 7}'])
def test_what_is_no_press_is_said_to_be_none(desk: Desk, body: str) -> None:
    with pytest.raises(ValueError, match=r"press|Expecting"):
        desk.carry_out(body)


def test_answers_go_to_slack_alone() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if "dead" in request.url.path:
            raise httpx.ConnectError("refused")
        return httpx.Response(404 if "used" in request.url.path else 200)

    client = httpx.Client(transport=httpx.MockTransport(answer))
    respond = Responses(client, "http://127.0.0.1:9000/slack")
    for url in (
        URL,
        "https://hooks.slack.com/used",
        "https://hooks.slack.com/dead",
        "http://127.0.0.1:9000/slack/response/1",
    ):
        respond(url, "done")
    for url in ("", "https://evil.example/", "https://hooks.slack.com.evil.example/x", "http://127.0.0.1:9000/slackx"):
        respond(url, "done")
    assert len(asked) == 4
    assert json.loads(asked[0].content) == {"response_type": "ephemeral", "replace_original": False, "text": "done"}


def test_who_pressed_is_told_that_it_waits_and_not_at_each_attempt(desk: Desk) -> None:
    def away(_: str) -> datetime:
        raise StoreUnavailableError("away")

    presses = replace(desk.presses, opened_at=away)
    press = Press(ACKNOWLEDGE, "U0ANN", "ann", "T0SHOP", desk.world.now.timestamp(), URL, desk.alert.id).encoded()
    for attempt in (1, 2, 3):
        with pytest.raises(StoreUnavailableError):
            presses.carry_out(press, attempt)
    assert [answer[:32] for answer in desk.answers] == ["It can't be done right now, as n"]
    desk.world.minute += 31
    presses.carry_out(press, 4)
    assert len(desk.answers) == 1, "nobody can be told any more"
