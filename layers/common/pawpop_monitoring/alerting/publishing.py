"""Handing messages to AlertQueue so that one that it refuses holds up none of the others."""

import logging
from collections.abc import Mapping, Sequence

from pawpop_monitoring.alerting.apply.ports import AlertPublisher
from pawpop_monitoring.contracts.alert_message import AlertMessage

_logger = logging.getLogger(__name__)


def publish_fairly(publisher: AlertPublisher, messages: Sequence[AlertMessage]) -> Mapping[str, str]:
    """Publish all; one that is refused is published without its details, which the table and the API still have.

    Why the queue does not take even that, by key: such a step is put aside, and told of.
    """
    refused = publisher.publish(messages)
    if not refused:
        return {}
    for key, reason in refused.items():
        _logger.error("%s is refused by the queue (%s); its details are left out", key, reason)
    put_aside = publisher.publish([message.bare() for message in messages if message.key in refused])
    publisher.put_aside(put_aside)
    return put_aside
