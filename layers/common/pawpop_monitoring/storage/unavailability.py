"""What to tell a person when Postgres fails: why, and never a host name, a query or a secret."""

import psycopg
from psycopg import errors

_MIGRATE = "The database does not have the monitoring tables as they should be; run `make migrate`."
_NO_SLOT = "The database has no free connection slot."
_REFUSED_LOGIN = "The database refuses the user or the password of the database URL."
_NO_DATABASE = "The database that the database URL names does not exist."
_NOT_SERVING = "The database is starting up or shutting down."
_UNREACHABLE = "The database can't be reached."

# The longest matching prefix of the SQLSTATE is the one that counts.
_BY_SQLSTATE = {
    "08": "The connection to the database was lost.",
    "25006": "The database is read-only.",
    "28": _REFUSED_LOGIN,
    "3D": _NO_DATABASE,
    "3F": _MIGRATE,
    "40": "The database gave up this transaction in favour of another.",
    "42501": "The database user lacks a permission on the monitoring tables.",
    "42703": _MIGRATE,
    "42883": _MIGRATE,
    "42P01": _MIGRATE,
    "53": "The database is short of disk or memory.",
    "53300": _NO_SLOT,
    "55": "The database object is in use or not ready.",
    "57": _NOT_SERVING,
    "57014": "The database took too long and gave up the query.",
    "58": "The database has trouble with its disk.",
    "XX": "The database reports an internal error.",
}

# libpq hands over no SQLSTATE for a connection that was never made.
_BY_TEXT = {
    "authentication failed": _REFUSED_LOGIN,
    "no pg_hba.conf entry": _REFUSED_LOGIN,
    "tenant or user not found": _REFUSED_LOGIN,
    "no password supplied": _REFUSED_LOGIN,
    "remaining connection slots": _NO_SLOT,
    "too many c": _NO_SLOT,
    "max client connections": _NO_SLOT,
    "maxclients": _NO_SLOT,
    'role "': _REFUSED_LOGIN,
    "does not exist": _NO_DATABASE,
    "starting up": _NOT_SERVING,
    "shutting down": _NOT_SERVING,
    "certificate": "The database's certificate can't be verified.",
    "connection refused": "The database refuses connections.",
    "resolve host": "The name of the database's host can't be resolved.",
    "translate host name": "The name of the database's host can't be resolved.",
    "timeout expired": "The database did not answer in time.",
    "server closed the connection": "The connection to the database was lost.",
}


def reason_for(error: psycopg.Error) -> str | None:
    """A sentence on why the store is unavailable, or None if `error` means something else."""
    if error.sqlstate is not None:
        prefixes = (error.sqlstate[:length] for length in range(len(error.sqlstate), 0, -1))
        return next((_BY_SQLSTATE[prefix] for prefix in prefixes if prefix in _BY_SQLSTATE), None)
    if isinstance(error, errors.ConnectionTimeout):
        return "The database did not answer in time."
    if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return None
    text = str(error).lower()
    return next((sentence for needle, sentence in _BY_TEXT.items() if needle in text), _UNREACHABLE)
