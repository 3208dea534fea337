"""Time that passes only when it is told to: for us, for SQS, and for Powertools."""

import datetime as dt
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from tests.factories import NOW

_POWERTOOLS = "aws_lambda_powertools.utilities.idempotency"
_ASKING_FOR_THE_TIME = ("base", "persistence.base", "persistence.datarecord", "persistence.dynamodb")


@dataclass
class VirtualClock:
    """Starts at `NOW`, a Monday at noon in UTC."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, span: timedelta) -> None:
        self.now += span

    def advance_to(self, moment: datetime) -> None:
        """Go on to `moment`; a clock that is there already stays where it is."""
        self.now = max(self.now, moment)

    def rule(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let visibility time-outs and idempotency records run by this clock."""
        clock = self

        class _Datetime(dt.datetime):
            @classmethod
            def now(cls, tz: dt.tzinfo | None = None) -> "_Datetime":
                return cls.fromtimestamp(clock().timestamp(), tz)

        for module in _ASKING_FOR_THE_TIME:
            monkeypatch.setattr(f"{_POWERTOOLS}.{module}.dt", SimpleNamespace(datetime=_Datetime, timedelta=timedelta))
        monkeypatch.setattr("moto.sqs.models.unix_time", lambda: clock().timestamp())
        monkeypatch.setattr("moto.sqs.models.unix_time_millis", lambda: clock().timestamp() * 1000)
