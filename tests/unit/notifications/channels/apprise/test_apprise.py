"""What Apprise's services get, and what is made of an attempt that failed."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from zoneinfo import ZoneInfo

import pytest
from apprise.manager_plugins import NotificationManager

from pawpop_monitoring.domain.errors import ConfigurationError, RetryableDeliveryError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.notifications.channels.apprise import listening
from pawpop_monitoring.notifications.channels.apprise.apprise import AppriseChannel
from pawpop_monitoring.notifications.channels.apprise.compose import Composer
from pawpop_monitoring.notifications.channels.apprise.schemes import SCHEMES
from pawpop_monitoring.notifications.channels.apprise.target import Target, bounded, targets_of
from tests.live_server import answering
from tests.unit.notifications.channels.answering import PERSON, USUAL, Meaning, meaning_of
from tests.unit.notifications.messages import group, message, resolved

COMPOSER = Composer(ZoneInfo("UTC"), "https://shop.example/dashboard")
NOTE = COMPOSER.compose(message())


class Service(HTTPServer):
    """Answers each POST as it is told, and keeps what came."""

    status = 200
    retry_after = ""
    size = 2
    hangs_up = False
    drips_seconds = 0.0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: list[dict[str, str]] = []

    @property
    def channel(self) -> AppriseChannel:
        return AppriseChannel(Target("phone", bounded(f"json://127.0.0.1:{self.server_port}/hook")))


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        service = self.server
        assert isinstance(service, Service)
        service.seen.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        if service.hangs_up:
            self.close_connection = True
            return
        self.send_response(service.status)
        self.send_header("Content-Length", str(service.size))
        if service.retry_after:
            self.send_header("Retry-After", service.retry_after)
        self.end_headers()
        if service.drips_seconds:
            self._drip(time.monotonic() + service.drips_seconds)
        else:
            self.wfile.write(b"x" * service.size)

    def _drip(self, until: float) -> None:
        """A byte now and then, until then or until nobody listens any more."""
        with suppress(OSError):
            while time.monotonic() < until:
                self.wfile.write(b"x")
                time.sleep(0.02)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def serving() -> Iterator[Service]:
    with answering(Service()) as service:
        yield service


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as running:
        yield running


def test_a_note_has_a_title_a_text_and_a_colour(service: Service) -> None:
    assert service.channel.send(NOTE).provider_id == message().key
    (seen,) = service.seen
    assert seen["title"] == "[HIGH] Supabase: High connection usage detected"
    assert "93.4 %" in seen["message"]
    assert seen["type"] == "failure"


@pytest.mark.parametrize(
    ("told", "colour"),
    [
        (message(severity=Severity.CRITICAL), "failure"),
        (message(severity=Severity.MEDIUM), "warning"),
        (message(severity=Severity.LOW), "info"),
        (resolved(), "success"),
    ],
)
def test_colours_follow_severity(told: object, colour: str) -> None:
    assert COMPOSER.compose(told).type == colour  # type: ignore[arg-type]


def test_what_opened_together_is_one_note_that_says_how_many_more() -> None:
    note = COMPOSER.compose(group())
    assert note.text.endswith("2 more alerts opened together with it.")
    assert note.idempotency_key == group().mail_key


def test_texts_are_bounded_and_what_may_have_come_before_says_so() -> None:
    note = COMPOSER.compose(message(message="ä" * 5000, details={f"k{n}": "ö" * 900 for n in range(50)})).in_doubt()
    assert len(note.title) <= 200
    assert len(note.text) <= 1500
    assert note.text.startswith("This may be a repetition.")


@pytest.mark.parametrize(("status", "means"), (USUAL | dict.fromkeys((401, 403, 404, 410), PERSON)).items())
def test_each_status_has_its_meaning(service: Service, status: int, means: Meaning) -> None:
    service.status = status
    assert meaning_of(lambda: service.channel.send(NOTE)) == means
    assert len(service.seen) == 1


def test_a_service_may_ask_for_time(service: Service) -> None:
    service.status, service.retry_after = 429, "7"
    with pytest.raises(RetryableDeliveryError) as refused:
        service.channel.send(NOTE)
    assert refused.value.retry_after == 7


def test_a_line_that_breaks_after_sending_leaves_open_whether_it_was_taken(service: Service) -> None:
    service.hangs_up = True
    assert meaning_of(lambda: service.channel.send(NOTE)) == (True, True, False)


def test_a_refused_connection_does_not() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    channel = AppriseChannel(Target("phone", bounded(f"json://127.0.0.1:{port}")))
    assert meaning_of(lambda: channel.send(NOTE)) == (True, False, False)


def test_a_large_body_does_not_matter(service: Service) -> None:
    service.size = 5_000_000
    assert service.channel.send(NOTE)


@pytest.mark.parametrize("size", [5_000_000, 3], ids=["endless", "longer than it says"])
def test_a_body_that_never_ends_takes_no_longer_than_an_attempt(
    service: Service, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    service.size, service.drips_seconds = size, 1.8
    monkeypatch.setattr(listening, "_SECONDS", 0.2)
    begun = time.monotonic()
    assert service.channel.send(NOTE)
    assert time.monotonic() - begun < service.drips_seconds


@pytest.mark.parametrize("url", ["nonsense://x", "ntfy://host/one/two"])
def test_what_an_address_that_can_not_be_one_target_would_tell_waits_for_a_better_one(url: str) -> None:
    with pytest.raises(RetryableDeliveryError, match="'phone'") as refused:
        AppriseChannel(Target("phone", url)).send(NOTE)
    assert refused.value.needs_person
    assert url not in str(refused.value)


def test_an_address_of_no_service_is_found_as_soon_as_it_is_set() -> None:
    with pytest.raises(ConfigurationError, match="address of 'phone' begins with 'tgrm', which Apprise has no service"):
        targets_of("phone tgrm://123:abc/5")
    assert targets_of("phone TGRAM://123:abc/5")


def test_what_an_address_may_begin_with_is_what_apprise_has_and_the_layer_can_send() -> None:
    known = NotificationManager()  # type: ignore[no-untyped-call]
    names = known.schemas()  # type: ignore[no-untyped-call]
    assert {name for name in names if known[name].enabled} - {"syslog"} == SCHEMES


def test_targets_are_read_and_bounded() -> None:
    (phone, sms) = targets_of("phone ntfy://topic?priority=high ;\n sms twilio://a:b@c/d?rto=2&overflow=split")
    assert phone == Target("phone", "ntfy://topic?priority=high&overflow=truncate&rto=6&cto=3&retry=0")
    assert sms.url == "twilio://a:b@c/d?rto=2&overflow=split&cto=3&retry=0"
    assert bounded("ntfy://topic") == "ntfy://topic?overflow=truncate&rto=6&cto=3&retry=0"


@pytest.mark.parametrize(
    "text", ["ntfy://secret", "Phone ntfy://secret", "phone secret", "a ntfy://secret;a ntfy://secret"]
)
def test_targets_that_can_not_be_read_are_refused_without_being_told(text: str) -> None:
    with pytest.raises(ConfigurationError, match="ChannelApprise") as refused:
        targets_of(text)
    assert "ntfy://secret" not in str(refused.value).partition("Write")[0].replace("'ntfy://secret' needs", "")
