"""Who is on call, as the API answers it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pawpop_monitoring.contracts.on_call_response import AskedView, DutyView, OnCallResponse
from pawpop_monitoring.routing.on_call import OnCall

_LOOKING_AHEAD = timedelta(weeks=4)
_MINUTE = timedelta(minutes=1)


def view_of(on_call: OnCall, now: datetime, problems: Sequence[str]) -> OnCallResponse:
    """The answer at `now`; `problems` are sentences on settings that are wrong."""
    duties = on_call.duties(now, now + _LOOKING_AHEAD) if on_call.rota else ()
    asked = on_call.asked(now)
    return OnCallResponse(
        timestamp=now,
        person=on_call.person(now),
        until=duties[0].end if duties else None,
        asked=tuple(AskedView(person=each.person, after_minutes=each.after // _MINUTE) for each in asked),
        duties=tuple(DutyView(person=duty.person, start=duty.start, end=duty.end) for duty in duties),
        time_zone=on_call.rota.zone.key if on_call.rota else None,
        problems=tuple(problems),
    )
