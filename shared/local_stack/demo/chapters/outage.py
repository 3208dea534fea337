"""Postgres is gone altogether, and comes back."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus

import psycopg

from local_stack.demo.chapter import Chapter
from local_stack.demo.mailbox import Mail
from local_stack.demo.scene import Scene
from local_stack.demo.surprise import wait_for

CHECK = "check_supabase"
MESSAGE = "Database unreachable"
OPENED, RESOLVED = f"[CRITICAL] supabase Alert: {MESSAGE}", f"[RESOLVED] supabase Alert: {MESSAGE}"
CHECKS = 5
HEALTH_SECONDS = 3
# The recorder tries again at growing intervals, so the metrics come a little after the database.
RECORD_SECONDS = 60


def play(scene: Scene) -> None:
    # The first call may start the function cold, which on a busy machine takes longer than on Lambda.
    _expect_health(scene, HTTPStatus.OK, "healthy", seconds=math.inf)
    with _stopped(scene):
        cause = datetime.now(UTC)
        _expect_health(scene, HTTPStatus.SERVICE_UNAVAILABLE, "down", seconds=HEALTH_SECONDS)
        scene.check(CHECK)
        mail = scene.expect_mail(OPENED, cause=cause)
        scene.tell.does(f"Checking {CHECKS - 1} times more, which must bring no further mail")
        for _ in range(CHECKS - 1):
            scene.check(CHECK)
    cause = datetime.now(UTC)
    scene.check(CHECK)
    scene.expect_mail(RESOLVED, cause=cause)
    _expect_rows(scene, mail)


@contextmanager
def _stopped(scene: Scene) -> Iterator[None]:
    scene.tell.does("Stopping Postgres")
    try:
        scene.server.stop()
        yield
    finally:
        scene.tell.does("Starting Postgres again")
        # A stop that was interrupted may still be going on, hence not simply start().
        scene.server.restart()


def _expect_health(scene: Scene, code: HTTPStatus, status: str, *, seconds: float) -> None:
    health = scene.api.health()
    seen = health.status_of("supabase")
    answer = f"GET /health answers {health.code} in {health.seconds:.1f} s, supabase is {seen}"
    scene.expect(seen == status and health.code == code and health.seconds < seconds, answer)


def _expect_rows(scene: Scene, mail: Mail) -> None:
    """Nothing of what happened meanwhile is lost."""
    with psycopg.connect(scene.stack.database_url, autocommit=True) as connection:
        query = "SELECT severity, status, occurrences FROM monitoring_alerts WHERE id = %s"
        row = connection.execute(query, [mail.alert_id]).fetchone()
        scene.expect(row and row[:2] == ("critical", "resolved"), f"monitoring_alerts has {mail.alert_id}: {row}")

        def metrics() -> int | None:
            count = (
                "SELECT count(*) FROM system_health_metrics"
                " WHERE service = 'supabase' AND status = 'down' AND created_at >= %s"
            )
            found = connection.execute(count, [scene.began]).fetchone()
            return int(found[0]) if found and found[0] >= CHECKS else None

        rows = wait_for(metrics, "system_health_metrics still lacks the outage", seconds=RECORD_SECONDS)
        scene.tell.sees(f"system_health_metrics has the outage: {rows} rows with the status down")


CHAPTER = Chapter(
    title="Postgres is gone altogether",
    check=CHECK,
    fingerprint="supabase:unreachable",
    mails=(OPENED, RESOLVED),
    play=play,
)
