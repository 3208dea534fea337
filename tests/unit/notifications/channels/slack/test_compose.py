"""What Slack is told fits into its limits and calls nobody, whatever an alert says."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from local_stack.sandbox.slack_blocks import error_of
from pawpop_monitoring.contracts.alert_message import AlertMessage, SilenceInForce
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.channels.slack.blocks import weight
from pawpop_monitoring.notifications.channels.slack.compose import SlackComposer
from pawpop_monitoring.notifications.channels.slack.mrkdwn import escaped, size
from pawpop_monitoring.notifications.content.action_links import ActionLinks
from tests.unit.notifications.channels.slack.workspace import shown
from tests.unit.notifications.messages import OPENED_AT, group, message, resolved

NASTY = [
    "<!channel>",
    "<@U1> & co",
    "<https://evil.example|Acknowledge>",
    "*b* _i_ `c`",
    "\u202ertl",
    "🧑‍🔧" * 400,
    "&" * 40_000,
]
COMPOSER = SlackComposer(dashboard_url="https://dash.example")


def told(step: AlertMessage, composer: SlackComposer = COMPOSER) -> dict[str, Any]:
    note = composer.compose(step)
    assert error_of(note.entry.fields()) is None
    return note.message.fields()


@pytest.mark.parametrize("nasty", NASTY)
def test_no_value_calls_anybody_or_makes_a_link(nasty: str) -> None:
    step = message(message=nasty, service=nasty[:200], details={nasty[:100]: nasty, "value": 1.0, "threshold": 2.0})
    fields = told(step)
    assert error_of(fields) is None
    for button in fields["blocks"][-1]["elements"]:
        button.pop("value", None)  # nobody sees it
    assert "<" not in shown(fields)
    assert weight(fields["blocks"]) + weight(fields["attachments"]) < 10_000


def test_much_evidence_makes_way_for_what_counts() -> None:
    evidence = {f"{number}{'&' * 100}": "<&>" * 500 for number in range(60)}
    huge = message(
        message="&" * 500, id="i" * 400, details=evidence | {"value": 9.0, "threshold": 1.0, "unit": "&" * 20}
    )
    fields = told(huge)
    assert weight(fields["blocks"]) + weight(fields["attachments"]) < 10_000
    assert [block["type"] for block in fields["blocks"]][-2:] == ["context", "actions"]
    assert 0 < len(fields["blocks"][2]["fields"]) < 8
    assert len(told(message(details=evidence))["blocks"][2]["fields"]) == 8


def test_a_message_is_a_headline_the_figure_evidence_what_to_do_and_buttons() -> None:
    fields = told(message())
    assert [block["type"] for block in fields["blocks"]] == [
        "header", "section", "section", "section", "context", "actions",
    ]  # fmt: skip
    assert fields["blocks"][0]["text"]["text"] == fields["text"] == "🚨 HIGH Supabase: High connection usage detected"
    assert fields["blocks"][1]["text"]["text"].startswith("*93.4 % of 60 usable connections* above the limit of 90 %")
    buttons = {each["action_id"]: each for each in fields["blocks"][-1]["elements"]}
    assert list(buttons) == ["acknowledge", "resolve", "silence_1h", "run_check", "open_dashboard"]
    assert buttons["acknowledge"]["value"] == '{"alert":"alert_0123456789abcdef0123","step":1,"service":"supabase"}'
    assert buttons["open_dashboard"]["url"].startswith("https://dash.example#alert=")


def test_what_is_over_or_a_test_has_nothing_to_press() -> None:
    for step in (resolved(), message(details={"test": True})):
        buttons = told(step)["blocks"][-1]["elements"]
        assert [each["action_id"] for each in buttons] == ["open_dashboard"]
    assert "actions" not in {block["type"] for block in told(resolved(), SlackComposer())["blocks"]}


def test_an_id_that_no_button_can_carry_costs_the_buttons_alone() -> None:
    fields = told(message(id="x" * 3000))
    assert [each["action_id"] for each in fields["blocks"][-1]["elements"]] == ["open_dashboard"]


def test_over_a_webhook_links_take_the_place_of_buttons() -> None:
    links = ActionLinks("https://api.example", lambda: "key")
    fields = told(message(), SlackComposer(links=links, buttons=False, dashboard_url="https://dash.example"))
    last = fields["blocks"][-1]["text"]["text"]
    assert last.startswith("<https://api.example/alert?alert=alert_0123456789abcdef0123&amp;do=acknowledge")
    assert last.endswith("|Open the dashboard>")
    assert "<https://dash.example#alert=" in last


def test_it_is_the_same_each_time() -> None:
    assert COMPOSER.compose(message()) == COMPOSER.compose(message())


def test_several_that_opened_together_are_no_trouble() -> None:
    assert error_of(told(group())) is None


def test_a_kind_of_another_release_says_what_is_known() -> None:
    later = message().model_copy(update={"kind": "silenced", "key": "alert/2-silenced"})
    note = COMPOSER.compose(later)
    assert note.entry.text.endswith("03:12 UTC: Silenced.")
    assert not note.rings


@example("&", 4)
@example("\N{FIRE}", 1)
@given(st.text(max_size=400), st.integers(1, 300))
def test_escaped_text_fits(text: str, limit: int) -> None:
    made = escaped(text, limit)
    assert size(made) <= limit
    assert not set("<>\n") & set(made)
    assert "&" not in made.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")


def test_what_is_silenced_says_until_when_and_by_whom_and_what_is_no_more_says_so() -> None:
    step = message(TransitionKind.SILENCED, timedelta(minutes=5), reason=Reason.SILENCED)
    silence = SilenceInForce(until=OPENED_AT + timedelta(hours=1), by="Ann <!here>")
    note = COMPOSER.compose(step.model_copy(update={"silence": silence}))
    assert "🔕 *Open, and nobody is on it yet; silenced until 04:12 UTC by Ann &lt;!here&gt;*" in shown(
        note.message.fields()
    )
    assert note.entry.text.endswith("03:17 UTC: Silenced until 04:12 UTC by Ann &lt;!here&gt;.")
    assert not note.rings
    over = COMPOSER.compose(step.model_copy(update={"reason": Reason.UNMUTED}))
    assert "ilenced" not in shown(over.message.fields())
    assert over.entry.text.endswith("The silence is over: what happens from here on is told again.")


@pytest.mark.parametrize(
    ("reason", "muted", "said"),
    [
        (Reason.ACKNOWLEDGEMENT_EXPIRED, {"silenced_by": "s"}, "Zoe gave it back. {}; silenced for now."),
        (Reason.REOPENED, {"silenced_by": "s"}, "Zoe opened it again. {}; silenced for now."),
        (
            Reason.REOPENED,
            {"inhibited_by": "a:b"},
            "Zoe opened it again. {}; kept back while another alert explains it.",
        ),
    ],
)
def test_what_somebody_did_to_what_is_kept_back_has_their_name(
    reason: Reason, muted: dict[str, Any], said: str
) -> None:
    step = message(TransitionKind.SILENCED, timedelta(minutes=5), reason=reason, **muted)
    note = COMPOSER.compose(step.model_copy(update={"by": "Zoe\n"}))
    assert f"03:17 UTC: {said.format('Open, and nobody is on it yet')}" in note.entry.text
    assert "🔕" in shown(note.message.fields())


def test_a_silence_that_lasts_for_days_names_the_day() -> None:
    step = message(TransitionKind.SILENCED, reason=Reason.SILENCED)
    silence = SilenceInForce(until=OPENED_AT + timedelta(days=3))
    note = COMPOSER.compose(step.model_copy(update={"silence": silence}))
    assert note.entry.text.endswith("Silenced until Thu 26 Nov 2026, 03:12 UTC by somebody.")
