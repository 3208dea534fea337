"""Whether the body is a message at all.

What a newer release writes may be read in a moment, once this function is of that release as well. So what can't be
read is tried for an hour before it is put aside.
"""

from dataclasses import replace
from datetime import timedelta

from pydantic import ValidationError

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.backoff import delay_seconds
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.notifications.verdict import Drop, Go, Parcel, Verdict, Wait

_ATTEMPTS = 20
"""With the usual back-off, these are an hour."""


def readable(parcel: Parcel) -> Verdict:
    """Go on with what the body says."""
    try:
        return Go(replace(parcel, read=AlertMessage.model_validate_json(parcel.body)))
    except ValidationError as error:
        why = f"not an alert message: {error.errors(include_url=False, include_input=False)[:3]}"
    if parcel.attempt < _ATTEMPTS:
        return Wait(parcel.now + timedelta(seconds=delay_seconds(parcel.attempt)), why, Outcome.FAILED)
    return Drop(why, Outcome.DEAD_LETTERED)
