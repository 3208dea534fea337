"""Pages over the wire: whatever a server does, a page is read or it is not, in time, and nothing is raised."""

import time

import httpx
import pytest

from pawpop_monitoring.checks.provider_pages.known_pages import PAGES
from pawpop_monitoring.checks.provider_pages.reader import PageReader
from pawpop_monitoring.outbound.http_client import bounded_client
from tests.factories import NOW
from tests.fakes.hostile_server import MODES, hostile_server

SUPABASE = PAGES[0]


def _reader(stand_in: str, seconds: float = 0.3) -> PageReader:
    return PageReader(client=bounded_client(), clock=lambda: NOW, stand_in=stand_in, seconds=seconds)


@pytest.mark.parametrize(
    "mode", ["bomb", "endless", "dripping", "silent", "broken_gzip", "redirect", "deep", "surrogate"]
)
def test_a_hostile_page_could_not_be_read(mode: str) -> None:
    assert mode in MODES
    with hostile_server() as server:
        begun = time.monotonic()
        reading = _reader(f"{server.url}/{mode}").read(SUPABASE)
    assert reading.sentence == "Supabase's status page could not be read."
    assert time.monotonic() - begun < 2


def test_where_nobody_listens_it_could_not_be_read() -> None:
    assert _reader("http://127.0.0.1:9").read(SUPABASE).reports is None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_sandbox_speaks_each_form(page: object, sandbox: httpx.Client) -> None:
    [found] = [each for each in PAGES if each is page]
    reader = _reader(f"{sandbox.base_url}".rstrip("/") + "/pages", seconds=2)
    assert reader.read(found).sentence == f"{found.provider}'s page says that all is well (read at 12:00 UTC)."
    sandbox.put(f"/pages/{found.name}", json={"incident": "Elevated error rates"}).raise_for_status()
    expected = f"{found.provider} reports an incident: Elevated error rates (read at 12:00 UTC)."
    assert reader.read(found).sentence == expected
    sandbox.delete(f"/pages/{found.name}").raise_for_status()
    assert reader.read(found).reports == ""
    sandbox.put("/_faults/pages", json={"status": 500, "remaining": 1}).raise_for_status()
    assert reader.read(found).reports is None
    assert sandbox.put(f"/pages/{found.name}", json={"incident": 3}).status_code == 400
