"""Sentences for what goes wrong; the failures themselves are in the integration tests."""

import psycopg
import pytest
from psycopg import errors

from pawpop_monitoring.storage.unavailability import log_refusal, reason_for


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errors.TooManyConnections("too many"), "no free connection slot"),
        (errors.DiskFull("could not extend file"), "short of disk"),
        (errors.ReadOnlySqlTransaction("cannot execute INSERT"), "read-only"),
        (errors.QueryCanceled("canceling statement"), "took too long"),
        (errors.AdminShutdown("terminating connection"), "shutting down"),
        (
            errors.IdleSessionTimeout("terminating connection due to idle-session timeout"),
            "connection to the database was lost",
        ),
        (errors.lookup("25P04")("terminating connection due to transaction timeout"), "took too long"),
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


REFUSALS = {
    "(ENOTFOUND) tenant/user monitor.abc not found": "no such user or project, or the project is paused",
    "Tenant or user not found": "no such user or project, or the project is paused",
    "(EMAXCONNSESSION) max clients reached in session mode: pool_size: 15": "no free connection slot",
    "MaxClientsInSessionMode: max clients reached": "no free connection slot",
    "(EADDRNOTALLOWED) address not in tenant allow_list: {1, 2, 3, 4}": "network restrictions",
    "(ESSLREQUIRED) SSL connection is required": "encrypted connections only",
    "(ECIRCUITBREAKER) too many authentication errors": "after too many wrong ones",
    "(EAUTHQUERY) authentication query failed": "can't look up the user",
    "(EBANNED) client is banned": "banned the monitor's address",
    "(ECHECKOUTTIMEOUT) unable to check out connection from the pool after 15000ms": "no free connection slot",
    "(EDBHANDLEREXITED) DbHandler exited": "lost its connection to the database",
    "no more connections allowed (max_client_conn)": "no free connection slot",
    "query_wait_timeout": "no free connection slot",
    "transaction blocks not allowed in statement pooling mode": "transaction mode",
    "server login has been failing, try again later (server_login_retry)": "the database behind it can't be reached",
    "pgbouncer cannot connect to server": "the database behind it can't be reached",
    "client_login_timeout (server down)": "the database behind it can't be reached",
    "(EMAXTENANTCONN) tenant connection limit reached": "no free connection slot",
    "There is no user 'monitor' in the database. Please create it": "refuses the user or the password",
    "connection to database not available": "lost its connection to the database",
    'database "shop" is not currently accepting connections': "set to take no connections",
    "could not write init file: No space left on device": "short of disk or memory",
    "could not fork new process for connection: Cannot allocate memory": "short of disk or memory",
    'pg_hba.conf rejects connection for host "1.2.3.4", user "x", database "y", SSL encryption': "refuses the user",
    'connection to server at "1.2.3.4", port 5432 failed: Connection timed out': "did not answer in time",
    'invalid port number: "99999"': "a value that Postgres does not know",
    "SSL required": "encrypted connections only",
    "server conn crashed?": "connection to the database was lost",
    'invalid sslmode value: "bogus"': "a value that Postgres does not know",
    "no such database: shop": "does not exist",
    'database "shop" does not exist': "does not exist",
    'role "monitor" does not exist': "refuses the user",
    "unsupported startup parameter: options": "the parameter 'options'",
    "unsupported startup parameter in options: geqo": "the parameter 'geqo'",
    'unrecognized configuration parameter "pgbouncer"': "the parameter 'pgbouncer'",
    "the database system is in recovery mode": "starting up or shutting down",
    "the database system is not yet accepting connections": "starting up or shutting down",
    "the database system is not accepting connections": "starting up or shutting down",
    "the database system is starting up": "starting up or shutting down",
    'permission denied for database "shop"': "lacks the right to connect",
    "sorry, too many clients already": "no free connection slot",
    "remaining connection slots are reserved for roles with the SUPERUSER attribute": "no free connection slot",
    'too many connections for role "monitor"': "no free connection slot",
    'password authentication failed for user "monitor"': "refuses the user or the password",
    'no pg_hba.conf entry for host "1.2.3.4", user "m", database "d", no encryption': "encrypted connections only",
    'no pg_hba.conf entry for host "1.2.3.4", user "m", database "d", SSL encryption': "refuses the user",
}


@pytest.mark.parametrize(("said", "words"), REFUSALS.items())
def test_each_refusal_of_a_server_or_pooler_has_its_words(said: str, words: str) -> None:
    connecting = f'connection failed: connection to server at "10.1.2.3", port 6543 failed: FATAL:  {said}\n'
    for error in (psycopg.OperationalError(connecting), errors.InternalError_(said), errors.ProtocolViolation(said)):
        reason = reason_for(error)

        assert reason is not None
        assert words in reason
        assert "10.1.2.3" not in reason


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('root certificate file "/home/monitor/.postgresql/root.crt" does not exist', "no root certificate is there"),
        ('server certificate for "a" does not match host name "b"', "can't be verified"),
        ("could not translate host name", "can't be resolved"),
        ('connection to server at "2600:1f::1", port 5432 failed: Network is unreachable', "use the pooler's"),
        ("server does not support SSL, but SSL was required", "speaks no TLS"),
        ("received invalid response to SSL negotiation: H", "no Postgres; look at host and port"),
        ("SSL SYSCALL error: EOF detected", "was lost"),
        ("could not receive data from server: Connection reset by peer", "was lost"),
    ],
)
def test_each_trouble_on_the_way_has_its_words(said: str, words: str) -> None:
    assert words in str(reason_for(psycopg.OperationalError(f"connection failed: {said}")))


def test_rows_that_row_security_hides_are_no_missing_right() -> None:
    hidden = errors.InsufficientPrivilege('query would be affected by row-level security policy for table "x"')

    assert "Row security hides" in str(reason_for(hidden))
    assert "lacks a permission" in str(reason_for(errors.InsufficientPrivilege("permission denied for table x")))


def test_the_servers_own_words_are_in_the_log_without_secrets(caplog: pytest.LogCaptureFixture) -> None:
    said = 'could not use "postgresql://m:hunter2@h/db", password=hunter3 and hunter4\nDETAIL: x'

    log_refusal(errors.ProtocolViolation(said), password="hunter4")

    assert "SQLSTATE 08P01: could not use" in caplog.text
    assert "hunter" not in caplog.text


@pytest.mark.parametrize(
    "error",
    [errors.UniqueViolation("twice"), errors.NumericValueOutOfRange("big"), psycopg.ProgrammingError("placeholder")],
)
def test_a_mistake_of_ours_is_no_outage(error: psycopg.Error) -> None:
    assert reason_for(error) is None
