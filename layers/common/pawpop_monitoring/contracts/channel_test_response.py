"""What POST /channels/test answers."""

from typing import Literal

from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel

type TestOutcome = Literal["accepted", "unheard", "refused", "failing", "waiting"]


class ChannelTestReport(WireModel):
    """What came of a test over `channel`, `email` for the usual mail.

    `unheard` is in order but reached nobody, as nobody is to be told there; `failing` is tried again, of `waiting`
    nothing is known yet; `reason` is a sentence for a person.
    """

    channel: str
    outcome: TestOutcome
    reason: str | None = None


class ChannelTestResponse(WireModel):
    """One report for each channel that is set up; `problems` are sentences on settings that keep others away."""

    status: Literal["success"] = "success"
    timestamp: UtcDatetime
    alert_id: str
    channels: tuple[ChannelTestReport, ...]
    problems: tuple[str, ...]
