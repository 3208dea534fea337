"""PAWPOP_LOCAL_CHANNELS sends channels to the sandbox, each with a setting that the product takes."""

from pathlib import Path

import pytest

from local_stack import channels
from local_stack.errors import StackError
from local_stack.paths import CHECKOUT, Paths
from parameter_file.declared import declared
from pawpop_monitoring.bootstrap.channel_set_up import channel_set_up
from pawpop_monitoring.bootstrap.routing_rules import all_kinds

SANDBOX = "http://127.0.0.1:40001"


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.delenv(channels.VARIABLE, raising=False)
    found = Paths(tmp_path)
    found.create()
    return found


def test_every_kind_of_the_product_can_go_to_the_sandbox() -> None:
    assert set(channels.kinds_of("all")) == set(all_kinds())


@pytest.mark.parametrize("kinds", ["all", "slack", "webhook, newrelic", "OTLP apprise"])
def test_template_and_product_take_the_settings(kinds: str) -> None:
    named = channels.kinds_of(kinds)
    values, rules = channels.parameters(named, SANDBOX), declared(CHECKOUT / "template.yaml")
    assert [rules[name].problem_of(value) for name, value in values.items()] == [None] * len(values)
    secrets = {rules[name].kept_as: value for name, value in values.items() if rules[name].kept_as}
    environment = {"CHANNELS": values["Channels"], "WEBHOOK_PRIVATE_HOSTS": values["WebhookPrivateHosts"]}
    set_up = channel_set_up(environment, lambda kind: secrets[f"channels/{kind}"])
    assert (set_up.problems, set(set_up.texts)) == ({}, set(named))


@pytest.mark.parametrize("text", ["", "none", " , "])
def test_without_a_channel_nothing_is_set(text: str) -> None:
    assert channels.parameters(channels.kinds_of(text), SANDBOX) == {}


def test_the_choice_is_kept_until_another_is_made(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    assert channels.kept(paths) == ()
    monkeypatch.setenv(channels.VARIABLE, "slack,pagerduty")
    assert channels.kept(paths) == ["slack", "pagerduty"]
    monkeypatch.delenv(channels.VARIABLE)
    assert channels.kept(paths) == ["slack", "pagerduty"]
    assert channels.kept(paths, "none") == ()
    assert channels.kept(paths) == ()


def test_a_name_that_is_no_channel_is_told_and_not_kept(paths: Paths) -> None:
    with pytest.raises(StackError, match=r"no channel.*pagerduty"):
        channels.kept(paths, "slack,fax")
    assert channels.kept(paths) == ()
