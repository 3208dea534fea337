"""What is known of a Supabase project from the address of its database."""

import re
from collections.abc import Mapping

_POOLER = re.compile(r"(?P<before>.*\.pooler\.supabase\.com:)(?P<port>\d+)(?P<after>.*)", re.DOTALL)
_DIRECT = re.compile(r"db\.(?P<ref>[a-z]{10,})\.supabase\.co\b")
_ACCOUNT = re.compile(r"://[^:@/]+\.(?P<ref>[a-z]{10,}):.*@[^@]*\.pooler\.supabase\.com", re.DOTALL)
_SESSION_PORT = "5432"
_TRANSACTION_PORT = "6543"


def for_migrations(url: str) -> str:
    """The same database through the session pooler: one in transaction mode mixes the sessions that they need."""
    found = _POOLER.fullmatch(url)
    return f"{found['before']}{_SESSION_PORT}{found['after']}" if found else url


def problem_of(url: str) -> str | None:
    """Why functions could not reach the database there, whoever else can."""
    if _DIRECT.search(url) and f":{_TRANSACTION_PORT}" not in url:
        return (
            "DatabaseUrl leads to the database itself, which has IPv6 only; Lambda has none. Take the address of the"
            " transaction pooler (Connect > Transaction pooler, port 6543)."
        )
    return None


def advice_on(url: str) -> str | None:
    """What would be better."""
    found = _POOLER.fullmatch(url)
    if found and found["port"] == _SESSION_PORT:
        return (
            "DatabaseUrl leads to the session pooler (port 5432), which holds a connection for each function that runs;"
            " the transaction pooler (6543) does not."
        )
    return None


def project_of(url: str) -> Mapping[str, str]:
    """The parameters that name the project; none if the address does not tell."""
    found = _ACCOUNT.search(url) or _DIRECT.search(url)
    if not found:
        return {}
    return {"SupabaseProjectRef": found["ref"], "SupabaseProjectUrl": f"https://{found['ref']}.supabase.co"}
