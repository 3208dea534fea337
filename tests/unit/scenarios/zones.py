"""Zones whose clocks are changed in the night of the played day, as files of the zone database are built."""

import struct
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from tests.unit.scenarios.spans import at

UTC_ZONE = ZoneInfo("UTC")
_HEADER = struct.Struct(">4s1s15x6l")


def _changing(name: str, clock: str, before: int, after: int) -> ZoneInfo:
    """So many hours ahead of UTC before and after that moment."""
    moment = int(at(clock).timestamp())
    header = _HEADER.pack(b"TZif", b"\0", 0, 0, 0, 1, 2, 2)
    kinds = b"".join(struct.pack(">lbb", hours * 3600, 0, 0) for hours in (before, after))
    return ZoneInfo.from_file(BytesIO(header + struct.pack(">lb", moment, 1) + kinds + b"X\0"), name)


BERLIN_FORWARD = _changing("Berlin, forward", "01:00", 1, 2)
BERLIN_BACK = _changing("Berlin, back", "01:00", 2, 1)
NEW_YORK_FORWARD = _changing("New York, forward", "07:00", -5, -4)
NEW_YORK_BACK = _changing("New York, back", "06:00", -4, -5)


def weeks_before(moment: datetime, weeks: int, zone: ZoneInfo) -> datetime:
    """The same time of the shop's clock, so many weeks before."""
    earlier = timedelta(weeks=weeks)
    if zone is UTC_ZONE:
        return moment - earlier
    local = moment.astimezone(zone).replace(tzinfo=None) - earlier
    return local.replace(tzinfo=zone).astimezone(UTC)
