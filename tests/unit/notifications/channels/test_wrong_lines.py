"""A wrong target mutes none of those that stand beside it in the same setting."""

import pytest

from tests.unit.notifications.channels.in_the_sandbox import set_up

SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"
HOOK = "https://hooks.slack.com/services/T0/B0"
KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"


@pytest.mark.parametrize(
    ("kind", "setting", "left", "complaint"),
    [
        (
            "webhook",
            f"ops http://ops.example {SECRET}; shop https://shop.example {SECRET}",
            ["webhook:shop"],
            "the address of 'ops' is not one that starts with https://",
        ),
        ("slack", f"{HOOK}/a\n ops {HOOK}/b c\nshop {HOOK}/d", ["slack", "slack:shop"], "line 2 is neither"),
        ("apprise", "phone ntfy://a; sms twlio://b", ["apprise:phone"], "the address of 'sms' begins with 'twlio'"),
        ("apprise", "phone ntfy://a; phone ntfy://b", ["apprise:phone"], "two targets are called 'phone'"),
    ],
)
def test_the_other_targets_stay(kind: str, setting: str, left: list[str], complaint: str) -> None:
    found = set_up({kind: setting})
    assert found.channels == left
    (said,) = found.problems.values()
    assert complaint in said
    assert said.endswith(f" Until then only {', '.join(left)} hears.")
    assert set_up({kind: found.texts[kind]}).problems == {}


def test_of_two_with_one_name_the_first_counts() -> None:
    assert set_up({"apprise": "phone ntfy://a; phone ntfy://b"}).texts == {"apprise": "phone ntfy://a"}


@pytest.mark.parametrize("setting", [f"jp {KEY}\n{KEY}", "nonsense"])
def test_a_setting_of_one_target_is_wrong_as_a_whole(setting: str) -> None:
    found = set_up({"pagerduty": setting})
    assert found.channels == []
    assert set(found.problems) == {"ChannelPagerduty"}


@pytest.mark.parametrize(
    ("kind", "setting"),
    [("push", "A" * 43), ("push", "_" * 43), ("new-relic", f"eu ٣ {KEY}"), ("pagerduty", f"uk {KEY}")],
)
def test_what_no_provider_takes_is_refused_when_it_is_set(kind: str, setting: str) -> None:
    assert set_up({kind: setting}).channels == []
