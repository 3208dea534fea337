"""Every kind of channel besides mail, which is always there; a new one is a line here."""

from collections.abc import Sequence

from pawpop_monitoring.notifications.channel_kind import ChannelKind
from pawpop_monitoring.notifications.channels.apprise.kind import APPRISE
from pawpop_monitoring.notifications.channels.datadog.kind import DATADOG
from pawpop_monitoring.notifications.channels.new_relic.kind import NEW_RELIC
from pawpop_monitoring.notifications.channels.otlp.kind import OTLP
from pawpop_monitoring.notifications.channels.pagerduty.kind import PAGERDUTY
from pawpop_monitoring.notifications.channels.push.kind import PUSH
from pawpop_monitoring.notifications.channels.slack.kind import SLACK
from pawpop_monitoring.notifications.channels.webhook.kind import WEBHOOK

KINDS: Sequence[ChannelKind] = (
    SLACK,
    WEBHOOK,
    DATADOG,
    NEW_RELIC,
    OTLP,
    APPRISE,
    PAGERDUTY,
    PUSH,
)
