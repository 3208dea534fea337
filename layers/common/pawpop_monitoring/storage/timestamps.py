"""Moments of Postgres, which has more of them than Python: 'infinity', years of five digits, BC."""

from datetime import UTC, datetime

from psycopg import errors
from psycopg.abc import AdaptContext, Buffer
from psycopg.adapt import AdaptersMap, Loader
from psycopg.pq import Format

LATEST = datetime(9998, 12, 30, tzinfo=UTC)
EARLIEST = datetime(2, 1, 2, tzinfo=UTC)
"""Well within what Python can hold, so that every time zone has them, and as far as the API's own moments go."""


def tolerate_any_moment(adapters: AdaptersMap) -> None:
    """Read a moment that Python does not have as the nearest that it has, rather than fail the whole row."""
    oid = adapters.types["timestamptz"].oid
    usual = adapters.get_loader(oid, Format.TEXT)

    class Tolerant(Loader):
        def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
            super().__init__(oid, context)
            self._usual = (usual or Loader)(oid, context)

        def load(self, data: Buffer) -> datetime:
            try:
                moment: datetime = self._usual.load(data)
            except errors.DataError:
                return _nearest(bytes(data))
            return min(max(moment, EARLIEST), LATEST)

    adapters.register_loader(oid, Tolerant)


def _nearest(text: bytes) -> datetime:
    return EARLIEST if text.startswith(b"-") or text.endswith(b"BC") else LATEST
