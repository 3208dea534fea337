"""A lock that everybody waits for, on a real Postgres."""

import time
from contextlib import ExitStack

import psycopg
import pytest

from tests.integration.checks.supabase.conftest import check_of, running, sessions

pytestmark = pytest.mark.integration


def test_sessions_that_wait_for_a_lock_are_told_with_who_holds_it(database_url: str) -> None:
    with ExitStack() as stack:
        (holder,) = stack.enter_context(sessions(database_url, 1))
        holder.execute("CREATE TABLE orders (id int)")
        holder.commit()
        holder.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE")
        for _ in range(3):
            stack.enter_context(running(database_url, "SELECT count(*) FROM orders"))
        time.sleep(0.5)
        observation = check_of(database_url, QUERY_TIME_THRESHOLD="400").observe()
        holds = holder.info.backend_pid

    (finding,) = observation.findings
    assert (finding.rule, finding.severity, observation.status) == ("locks", "high", "warning")
    assert finding.details["blockedSessions"] == 3
    assert 400 < finding.details["value"] < 10_000
    assert [(blocker["pid"], blocker["state"]) for blocker in finding.details["blockedBy"]] == [
        (holds, "idle in transaction")
    ]
    assert "supabase:query_time" not in observation.cleared


def test_a_client_of_the_same_pooler_is_not_taken_for_the_monitor(database_url: str) -> None:
    """A pooler hands our session on; who names no application must not bear our name."""
    check_of(database_url).observe()
    with psycopg.connect(database_url) as unnamed:
        unnamed.execute("SELECT 1")
        observation = check_of(database_url).observe()

    assert observation.details["idleInTransaction"] == 1
