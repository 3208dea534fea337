"""Channels that are switched off, and settings of channels that are wrong."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from pawpop_monitoring.bootstrap.channel_audit import ChannelAudit
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.system.reach import judge_channels
from pawpop_monitoring.checks.system.settings_rule import judge_settings
from pawpop_monitoring.domain.channel_off import ChannelOff, ChannelsReading
from pawpop_monitoring.domain.errors import SecretUnavailableError
from pawpop_monitoring.domain.readings.system import Unread
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.notifications.switches import stands_for
from tests.factories import NOW
from tests.fakes.switches import InMemorySwitches

SHOP = f"shop https://shop.example whsec_{'A' * 32}"
NEW = SHOP.replace("shop.example", "new.example")
OFF = ChannelOff(channel="webhook:shop", why="It answered 410.", since=NOW, setting=stands_for(SHOP))


def look(environment: Mapping[str, str], settings: Mapping[str, str], *off: ChannelOff) -> ChannelsReading:
    switches = InMemorySwitches(kept={each.channel: each for each in off})
    read = ChannelAudit(environment, lambda kind: settings.get(kind, ""), switches).look()
    assert isinstance(read, ChannelsReading)
    return read


def test_a_channel_that_is_off_is_told_once_and_the_others_are_well() -> None:
    judgement = Judgement()
    judge_channels(judgement, ChannelsReading(set_up=["slack", "webhook:shop"], off=[OFF]))
    (finding,) = judgement.findings
    assert (finding.fingerprint, finding.severity) == ("system:channel_off:webhook:shop", Severity.LOW)
    assert finding.evidence["why"] == "It answered 410."
    assert judgement.good == {"system:channel_off:slack"}
    assert judgement.status is ServiceStatus.HEALTHY


def test_a_channel_is_off_until_its_setting_changes() -> None:
    environment = {"CHANNELS": "webhook"}
    assert look(environment, {"webhook": SHOP}, OFF).off == [OFF]
    changed = look(environment, {"webhook": f"shop https://new.example whsec_{'A' * 32}"}, OFF)
    assert (changed.off, changed.set_up) == ([], ["webhook:shop"])
    assert look(environment, {"webhook": f"other https://shop.example whsec_{'A' * 32}"}, OFF).off == []


def test_what_is_set_up_no_more_is_over() -> None:
    judgement = Judgement()
    judge_channels(judgement, look({"CHANNELS": "webhook"}, {"webhook": SHOP.replace("shop ", "new ")}, OFF))
    assert "system:channel_off:webhook:shop" in judgement.good


def test_a_wrong_setting_is_named_as_a_person_sets_it() -> None:
    problems = look({"CHANNELS": "slack,pagerduty"}, {"slack": "xoxp-1 C0123456789", "pagerduty": "short"}).problems
    assert set(problems) == {"ChannelSlack", "ChannelPagerduty"}
    assert "ChannelSlack:" in problems["ChannelSlack"]
    judgement = Judgement()
    judge_settings(judgement, problems)
    (finding,) = judgement.findings
    assert finding.message == "ChannelPagerduty, ChannelSlack can't be used as set"
    assert finding.evidence["change"] == ["make deploy SET='ChannelPagerduty=…'", "make deploy SET='ChannelSlack=…'"]


def test_routes_and_people_that_are_wrong_are_told_with_the_channels() -> None:
    environment = {"CHANNELS": "webhook", "ROUTES": "critical -> webhook", "ON_CALL": "ann", "PEOPLE": "ann"}
    problems = look(environment, {"webhook": SHOP}).problems
    assert set(problems) == {"ROUTES", "ON_CALL", "PEOPLE"}
    assert "nobody would hear" in problems["ROUTES"]


def test_a_channel_without_its_setting_takes_its_routes_with_it() -> None:
    problems = look({"CHANNELS": "apprise", "ROUTES": "critical -> apprise"}, {}).problems
    assert set(problems) == {"ROUTES", "ChannelApprise"}


def test_settings_that_can_not_be_read_are_unknown() -> None:
    def away(_kind: str) -> str:
        raise SecretUnavailableError("Parameter Store does not answer.")

    audit = ChannelAudit({"CHANNELS": "slack"}, away, InMemorySwitches())
    assert audit.look() == Unread("Parameter Store does not answer.")
    unavailable = ChannelAudit({"CHANNELS": "webhook"}, lambda _: SHOP, InMemorySwitches(unavailable=True))
    assert isinstance(unavailable.look(), Unread)


def test_what_was_off_a_year_ago_is_off_today() -> None:
    old = ChannelOff(channel=OFF.channel, why=OFF.why, since=NOW - timedelta(days=365), setting=OFF.setting)
    assert look({"CHANNELS": "webhook"}, {"webhook": SHOP}, old).off == [old]


def test_what_is_wrong_is_read_anew_since_it_may_be_right_by_now() -> None:
    def wrong(_kind: str) -> str:
        return "nothing of the kind"

    def audit(known: Callable[[str], str], *off: ChannelOff) -> ChannelsReading | Unread:
        switches = InMemorySwitches(kept={each.channel: each for each in off})
        return ChannelAudit({"CHANNELS": "webhook"}, known, switches, lambda _: NEW).look()

    right = ChannelsReading(set_up=["webhook:shop"], off=[], problems={})
    assert audit(wrong) == audit(lambda _: SHOP, OFF) == right


def test_one_setting_that_is_kept_from_us_is_told_and_the_others_are_known() -> None:
    def setting(kind: str) -> str:
        if kind == "slack":
            raise SecretUnavailableError("The secret store can't be asked: AccessDeniedException.", store_away=False)
        return SHOP

    read = ChannelAudit({"CHANNELS": "slack,webhook"}, setting, InMemorySwitches()).look()
    assert isinstance(read, ChannelsReading)
    told = "ChannelSlack can't be read, so nobody hears there. The secret store can't be asked: AccessDeniedException."
    assert (read.set_up, read.problems) == (["webhook:shop"], {"ChannelSlack": told})
