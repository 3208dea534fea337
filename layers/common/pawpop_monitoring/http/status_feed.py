"""The public status as an Atom feed (RFC 4287): an entry for each note on an incident."""

from collections.abc import Iterator
from datetime import datetime
from html import escape
from urllib.parse import urlsplit

from pawpop_monitoring.contracts.status_response import StatusIncident, StatusNote, StatusResponse
from pawpop_monitoring.domain.public_incident import Stage, effect

_MOST = 50

_FEED = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>PawPop status</title>
<id>{id}</id>
<link rel="self" href="{base}/status.atom"/>
<link rel="alternate" type="text/html" href="{base}/status"/>
<updated>{updated}</updated>
<author><name>PawPop</name></author>
{entries}</feed>
"""
_ENTRY = """\
<entry>
<title>{title}</title>
<id>{id}</id>
<link href="{base}/status#{incident}"/>
<updated>{updated}</updated>
<content type="text">{text}</content>
</entry>
"""


def feed_of(status: StatusResponse, base: str) -> str:
    """The feed; `base` is the address that /status lies at, without a slash at its end."""
    noted = sorted(_notes(status), key=lambda each: each[1].at, reverse=True)[:_MOST]
    identity = _identity(base)
    # A feed without news says the same, byte by byte, each time.
    newest = noted[0][1].at if noted else datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    return _FEED.format(
        id=f"{identity}:status",
        base=escape(base),
        updated=_moment(newest),
        entries="".join(_entry(incident, note, base, identity) for incident, note in noted),
    )


def _notes(status: StatusResponse) -> Iterator[tuple[StatusIncident, StatusNote]]:
    for incident in status.incidents:
        for note in incident.updates:
            yield incident, note


def _entry(incident: StatusIncident, note: StatusNote, base: str, identity: str) -> str:
    return _ENTRY.format(
        title=escape(f"{note.stage.capitalize()}: {incident.title}"),
        id=f"{identity}:{escape(incident.id)}:{note.at:%Y%m%dT%H%M%S%f}",
        base=escape(base),
        incident=escape(incident.id),
        updated=_moment(note.at),
        text=escape("\n\n".join(_paragraphs(incident, note))),
    )


def _paragraphs(incident: StatusIncident, note: StatusNote) -> Iterator[str]:
    yield note.text
    if note.stage is not Stage.RESOLVED:
        yield effect(incident.impact, incident.components)


def _identity(base: str) -> str:
    """A name that stays when the feed moves from one path to another (RFC 4151)."""
    return f"tag:{escape(urlsplit(base).hostname or 'pawpop')},2026:pawpop-status"


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
