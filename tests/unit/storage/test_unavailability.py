"""Sentences for what goes wrong; the failures themselves are in the integration tests."""

import psycopg
import pytest
from psycopg import errors

from pawpop_monitoring.storage.unavailability import reason_for


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errors.TooManyConnections("too many"), "no free connection slot"),
        (errors.DiskFull("could not extend file"), "short of disk"),
        (errors.ReadOnlySqlTransaction("cannot execute INSERT"), "read-only"),
        (errors.QueryCanceled("canceling statement"), "took too long"),
        (errors.AdminShutdown("terminating connection"), "shutting down"),
        (errors.UndefinedTable('relation "x" does not exist'), "make migrate"),
        (errors.DeadlockDetected("deadlock"), "in favour of another"),
        (errors.DataCorrupted("bad page"), "internal error"),
        (
            psycopg.OperationalError("FATAL: (EMAXCONNSESSION) max client connections reached"),
            "no free connection slot",
        ),
        (psycopg.OperationalError("FATAL: Tenant or user not found"), "refuses the user"),
        (psycopg.OperationalError("SSL error: certificate verify failed"), "certificate"),
        (psycopg.OperationalError("something about db.example.com"), "can't be reached"),
        (psycopg.InterfaceError("the connection is closed"), "can't be reached"),
    ],
)
def test_what_keeps_the_database_from_working_has_a_sentence(error: psycopg.Error, words: str) -> None:
    reason = reason_for(error)

    assert reason is not None
    assert words in reason
    assert "example.com" not in reason


@pytest.mark.parametrize(
    "error",
    [errors.UniqueViolation("twice"), errors.NumericValueOutOfRange("big"), psycopg.ProgrammingError("placeholder")],
)
def test_a_mistake_of_ours_is_no_outage(error: psycopg.Error) -> None:
    assert reason_for(error) is None
