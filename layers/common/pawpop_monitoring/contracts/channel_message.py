"""Messages of ChannelQueue that are meant for one channel."""

from pydantic import Field

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.wire import QueueModel


class ChannelMessage(QueueModel):
    """A step of an alert, for the channel with that name alone."""

    channel: str = Field(min_length=1)
    message: AlertMessage
