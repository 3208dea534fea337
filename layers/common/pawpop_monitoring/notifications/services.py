"""What the notifier function is handed."""

from collections.abc import Callable
from dataclasses import dataclass

from pawpop_monitoring.notifications.pipeline import AlertConsumer


@dataclass(frozen=True, slots=True)
class NotifierServices:
    """`postpone(receipt_handle, seconds)` makes a received message come back after that time."""

    consumer: AlertConsumer
    postpone: Callable[[str, int], None]
