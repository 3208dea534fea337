"""How often a day the functions run that people, programs and other services ask, in the month that the bill is of.

Assumed of a small shop with everything in use; twenty times as much of all but the tracking is still a few cents.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Asked(NamedTuple):
    """Times a day, and by whom; `in_a_row` of them come so close together that one environment answers them."""

    a_day: int
    why: str
    in_a_row: int = 1


ASKED: Mapping[str, Asked] = MappingProxyType(
    {
        "get_dashboard": Asked(100, "calls by people"),
        "get_change": Asked(1200, "questions of open pages, an hour in three pieces", in_a_row=400),
        "dashboard_page": Asked(40, "ten openings of the dashboard, the page and what it loads"),
        "get_health": Asked(144, "looks from outside, each ten minutes"),
        "get_metrics": Asked(24, "looks by hand or each hour; Prometheus each minute is another 1,416"),
        "list_alerts": Asked(20, "lists of alerts"),
        "get_alert": Asked(20, "pages of alerts"),
        "alert_link": Asked(20, "mails' links, shown and pressed"),
        "create_alert": Asked(5, "alerts that scripts raise"),
        "update_alert": Asked(10, "acknowledged, resolved, noted"),
        "run_health_check": Asked(5, "checks that people ask for"),
        "manage_silences": Asked(10, "silences and windows"),
        "manage_devices": Asked(5, "devices that are told, listed and added"),
        "manage_incidents": Asked(10, "incidents for the public"),
        "manage_dashboards": Asked(20, "dashboards of one's own, and the series that they draw"),
        "get_insights": Asked(20, "looks at what was found"),
        "get_on_call": Asked(10, "looks at who is on call"),
        "try_channels": Asked(1, "tests of the channels"),
        "get_openapi": Asked(1, "looks at the API's description"),
        "answer_preflight": Asked(50, "preflights of pages on other origins"),
        "status_page": Asked(200, "visitors, badges and feed readers"),
        "status_subscription": Asked(5, "subscribers who come and go"),
        "status_mailer": Asked(5, "times that subscribers are told or asked"),
        "resend_webhook": Asked(20, "mails that Resend tells of"),
        "track_stripe_webhook": Asked(100, "events that the shop reports as handled"),
        "slack_interaction": Asked(10, "presses in Slack"),
        "pagerduty_webhook": Asked(10, "steps at PagerDuty"),
        "press_worker": Asked(20, "presses carried out"),
    }
)
"""By folder."""

USUAL = Asked(50, "calls, as of any route")
"""Of a route that has no line here."""

TOKENS = frozenset(
    {
        "get_dashboard",
        "get_metrics",
        "list_alerts",
        "create_alert",
        "update_alert",
        "run_health_check",
        "manage_silences",
        "manage_devices",
        "manage_incidents",
        "manage_dashboards",
        "get_insights",
        "get_on_call",
        "try_channels",
        "track_fal_usage",
        "track_stripe_webhook",
    }
)
"""Whose callers the gateway lets `authorizer` look at, none remembered."""

CHANNELS = 8
"""Each message of an alert is one more for each of them."""
