"""The rules of the monitor itself. Without the database nothing is written down, without a network nothing is sent."""

from pawpop_monitoring.domain.rules import supabase
from pawpop_monitoring.domain.rules.patience import GAUGE
from pawpop_monitoring.domain.rules.rule import Rule
from pawpop_monitoring.domain.service import SYSTEM
from pawpop_monitoring.domain.severity import Severity

NETWORK_DOWN = Rule(
    SYSTEM,
    "network_down",
    "the monitor can't reach anything; told by whichever check met it",
    (Severity.CRITICAL,),
)
STALE_CHECK = Rule(
    SYSTEM,
    "stale_check",
    "a check was not heard of for 3 intervals",
    (Severity.HIGH,),
    target="the service that is not checked",
)
DEAD_LETTERS = Rule(
    SYSTEM,
    "dead_letters",
    "messages of a queue were given up",
    (Severity.HIGH,),
    inhibited_by=(supabase.UNREACHABLE,),
    target="the queue",
)
DELIVERY_FAILING = Rule(
    SYSTEM,
    "delivery_failing",
    "more than 2 deliveries in a row failed, or somebody was never told of an alert",
    (Severity.HIGH,),
    patience=GAUGE,
    inhibited_by=(NETWORK_DOWN,),
)
RECORDS_WAITING = Rule(
    SYSTEM,
    "records_waiting",
    "checks run, but what they saw does not get into Postgres",
    (Severity.MEDIUM,),
    patience=GAUGE,
    inhibited_by=(supabase.UNREACHABLE,),
)
MAILBOX_LOST = Rule(
    SYSTEM,
    "mailbox_lost",
    "mails to a recipient are refused, bounce, or are suppressed",
    (Severity.HIGH,),
)

SETTINGS = Rule(
    SYSTEM,
    "settings",
    "a setting is wrong: a fallback is used in its place, or, for a threshold, its service is not judged",
    (Severity.MEDIUM, Severity.HIGH),
)

CHANNEL_OFF = Rule(
    SYSTEM,
    "channel_off",
    "a receiver said that it wants nothing more, so its channel is switched off",
    (Severity.LOW,),
    target="the channel",
)

RULES = (
    STALE_CHECK,
    DEAD_LETTERS,
    DELIVERY_FAILING,
    RECORDS_WAITING,
    NETWORK_DOWN,
    SETTINGS,
    MAILBOX_LOST,
    CHANNEL_OFF,
)
