"""What servers and poolers say when they refuse, and what that means: Postgres 15 to 18, PgBouncer, Supavisor, libpq.

libpq hands over no SQLSTATE for a connection that was never made, and poolers have one SQLSTATE for everything.
"""

import re

REFUSED_LOGIN = "The database refuses the user or the password of the database URL."
NO_SLOT = "The database has no free connection slot."
NO_DATABASE = "The database that the database URL names does not exist."
NOT_SERVING = "The database is starting up or shutting down."
LOST = "The connection to the database was lost."
TOO_LATE = "The database did not answer in time."
UNREACHABLE = "The database can't be reached."
SHORT = "The database is short of disk or memory."
_NO_TENANT = f"{REFUSED_LOGIN[:-1]}: the pooler knows no such user or project, or the project is paused."
_UNRESOLVED = "The name of the database's host can't be resolved."
_CERTIFICATE = "The database's certificate can't be verified."

# The first that is found in the text, in lower case, counts; so what is more special comes first.
_MEANINGS = {
    # Supavisor, today's codes and earlier words
    r"enotfound|tenant or user not found|tenant/user \S* ?not found": _NO_TENANT,
    r"emax\w*conn|max clients? (connections )?reached|max client connections|maxclients": NO_SLOT,
    r"connection limit reached": NO_SLOT,
    r"echeckouttimeout|checkout.*timeout|unable to check ?out": (
        "The pooler has no free connection slot to the database."
    ),
    r"eaddrnotallowed|address not in tenant allow": (
        "The project's network restrictions keep the monitor's address out."
    ),
    r"(no pg_hba\.conf entry|pg_hba\.conf rejects)[^\n]*, ssl encryption": REFUSED_LOGIN,
    r"esslrequired|ssl (connection is )?required|no encryption$": (
        "The database takes encrypted connections only; add sslmode=require to the database URL."
    ),
    r"ecircuitbreaker|circuit breaker": (
        "The pooler takes no logins for a while, after too many wrong ones; look at the password of the database URL."
    ),
    r"eauthquery|authentication query failed|auth_query": "The pooler can't look up the user of the database URL.",
    r"ebanned|\bbanned\b": (
        "Supabase has banned the monitor's address, as it does after wrong logins; lift the ban there."
    ),
    r"there is no user '[^']*' in the database": REFUSED_LOGIN,
    r"edbhandlerexited|dbhandler exited|connection to database not available": (
        "The pooler lost its connection to the database."
    ),
    # PgBouncer
    r"no more connections allowed|query_wait_timeout": NO_SLOT,
    r"not allowed in statement pooling": "The pooler pools single statements; the monitor needs its transaction mode.",
    r"server login (has been )?failing|(server_login_retry|client_login_timeout)|cannot connect to server": (
        "The pooler runs, but the database behind it can't be reached."
    ),
    r"no such database": NO_DATABASE,
    r"no such user": REFUSED_LOGIN,
    r"bouncer config error": "The pooler's own configuration is wrong; its log says why.",
    # Postgres
    r"permission denied for database": "The database user lacks the right to connect (CONNECT) to the database.",
    r"row-level security": "Row security hides the monitoring tables from the database user, who has to own them.",
    r"authentication failed|no pg_hba\.conf entry|no password supplied|not permitted to log in": REFUSED_LOGIN,
    r"pg_hba\.conf rejects": REFUSED_LOGIN,
    r"remaining connection slots|too many c": NO_SLOT,
    r'database "[^"]*" is not currently accepting connections': (
        "The database is set to take no connections (ALTER DATABASE ... ALLOW_CONNECTIONS true lets them in)."
    ),
    r"no space left on device|out of memory|could not fork new process": SHORT,
    r"recovery mode|not (yet )?accepting connections|starting up|shutting down": NOT_SERVING,
    r'role "[^"]*" does not exist': REFUSED_LOGIN,
    # libpq
    r"invalid (\w+ value|port number)": "A parameter of the database URL has a value that Postgres does not know.",
    r"root certificate file": (
        "The database's certificate can't be verified: the database URL asks for it and no root certificate is there;"
        " use sslmode=require, or sslrootcert=system for a certificate that is publicly trusted."
    ),
    r"certificate": _CERTIFICATE,
    r"server does not support ssl": "The database speaks no TLS, which the database URL asks for.",
    r'database "[^"]*" does not exist': NO_DATABASE,
    r"connection refused": "The database refuses connections.",
    r"resolve host|translate host name": _UNRESOLVED,
    r"network is unreachable|cannot assign requested address|no route to host": (
        "The database's host can't be reached from here. Supabase's direct address is IPv6 only: use the pooler's."
    ),
    r"timeout expired|timed out": TOO_LATE,
    r"invalid response to ssl negotiation|expected authentication request": (
        "What answers there is no Postgres; look at host and port of the database URL."
    ),
    r"server closed the connection|reset by peer|eof detected|server conn crashed": LOST,
}
_BY_TEXT = [(re.compile(pattern), meaning) for pattern, meaning in _MEANINGS.items()]
_PARAMETER = re.compile(
    r'unsupported startup parameter(?: in options)?: "?(\w+)|unrecognized configuration parameter "(\w+)"'
)


def refusal_of(text: str) -> str | None:
    """A sentence for what was said; None if it is not known."""
    if refused := _PARAMETER.search(text):
        name = refused[1] or refused[2]
        return f"The database or its pooler refuses the parameter {name!r} of the database URL; remove it there."
    lowered = text.strip().lower()
    return next((meaning for pattern, meaning in _BY_TEXT if pattern.search(lowered)), None)
