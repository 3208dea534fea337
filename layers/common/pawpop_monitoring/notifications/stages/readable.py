"""Whether the body is a message at all."""

from dataclasses import replace

from pydantic import ValidationError

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.notifications.verdict import Drop, Go, Parcel, Verdict


def readable(parcel: Parcel) -> Verdict:
    """Go on with what the body says."""
    try:
        return Go(replace(parcel, read=AlertMessage.model_validate_json(parcel.body)))
    except ValidationError as error:
        return Drop(f"not an alert message: {error.errors(include_url=False)[:3]}", Outcome.DEAD_LETTERED)
