"""What to tell a person when Postgres fails: why, and never a host name, a query or a secret."""

import logging
import re

import psycopg
from psycopg import errors

from pawpop_monitoring.storage.refused_connections import (
    LOST,
    NO_DATABASE,
    NO_SLOT,
    NOT_SERVING,
    REFUSED_LOGIN,
    SHORT,
    TOO_LATE,
    UNREACHABLE,
    refusal_of,
)

_logger = logging.getLogger(__name__)

_MIGRATE = "The database does not have the monitoring tables as they should be; run `make migrate`."
_TOO_LONG = "The database took too long and gave up the query."

# The longest matching prefix of the SQLSTATE is the one that counts.
_BY_SQLSTATE = {
    "08": LOST,
    "25006": "The database is read-only.",
    "28": REFUSED_LOGIN,
    "25P03": LOST,
    "25P04": _TOO_LONG,
    "3D": NO_DATABASE,
    "3F": _MIGRATE,
    "40": "The database gave up this transaction in favour of another.",
    "42501": "The database user lacks a permission on the monitoring tables.",
    "42703": _MIGRATE,
    "42883": _MIGRATE,
    "42P01": _MIGRATE,
    "53": SHORT,
    "53300": NO_SLOT,
    "55": "The database object is in use or not ready.",
    "57": NOT_SERVING,
    "57014": _TOO_LONG,
    "57P05": LOST,
    "58": "The database has trouble with its disk.",
    "XX": "The database reports an internal error.",
}

# One SQLSTATE for everything that a pooler has to say, or one for several rights: there the words decide.
_SAID_IN_WORDS = ("08", "42501", "XX")
_LONGEST_LOG = 500
_SECRETS = re.compile(r"(://[^:/\s]*:)\S+(@)|(password\s*=\s*)('[^']*'|\S+)", re.IGNORECASE)


def reason_for(error: psycopg.Error) -> str | None:
    """A sentence on why the store is unavailable, or None if `error` means something else."""
    if error.sqlstate is not None:
        said = refusal_of(str(error)) if error.sqlstate.startswith(_SAID_IN_WORDS) else None
        prefixes = (error.sqlstate[:length] for length in range(len(error.sqlstate), 0, -1))
        return said or next((_BY_SQLSTATE[prefix] for prefix in prefixes if prefix in _BY_SQLSTATE), None)
    if isinstance(error, errors.ConnectionTimeout):
        return TOO_LATE
    if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return None
    return refusal_of(str(error)) or UNREACHABLE


def log_refusal(error: psycopg.Error, password: str = "") -> None:
    """Log what the server said, for whoever looks after it: its SQLSTATE and its words, without secrets or rows."""
    said = error.diag.message_primary or str(error)
    words = _SECRETS.sub(r"\1\3***\2", " ".join(said.split()))
    if password:
        words = words.replace(password, "***")
    _logger.warning("database refused: SQLSTATE %s: %s", error.sqlstate or "unknown", words[:_LONGEST_LOG])


def is_refused_login(error: psycopg.Error) -> bool:
    """True if the user or the password is to blame."""
    return (reason_for(error) or "").startswith(REFUSED_LOGIN.rstrip("."))
