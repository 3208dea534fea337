"""Database URLs as people paste them: with a line's end, in quotes, with Prisma's parameters, a raw password."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from pawpop_monitoring.domain.errors import StoreUnavailableError

_MALFORMED = "The database URL can't be read; it must look like postgresql://user:password@host:6543/name."
_UNKNOWN = "The database URL has a parameter that Postgres does not know: {!r}; remove it."

# What Supabase's dashboard, Prisma and Vercel append for clients other than libpq.
_FOREIGN = frozenset(
    {"pgbouncer", "connection_limit", "pool_timeout", "schema", "supa", "sslaccept", "statement_cache_size"}
)
_VALUES = {("sslmode", "no-verify"): "require"}
"""What Node's client calls otherwise."""
# The account ends at the first @ after which the rest can be a place: a raw password may hold any sign.
_URL = re.compile(
    r"(?P<scheme>postgres(?:ql)?)://(?:(?P<account>.*?)@)?"
    r"(?P<place>[\w.:,\[\]%/~-]*)(?:\?(?P<query>(?:\w+=[^&]*(?:&|$))*))?",
    re.DOTALL,
)
# Libpq asks for encryption but goes on without it, and the dashboard's address says nothing of it.
_SUPABASE = re.compile(r"\.supabase\.(?:co|com)(?::\d+)?(?:/|$)")
# Copied from a page, or from a file of settings.
_AROUND = re.compile(r"^[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]+|[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]+$")
_ASSIGNED = re.compile(r"""\A(?:export\s+)?[A-Za-z_]\w*=(?=["']?postgres(?:ql)?://)""")
_QUOTED = re.compile(r"""(["'])(?P<inner>.*)\1""", re.DOTALL)
_RAW = re.compile(r"%(?![0-9A-Fa-f]{2})|[^\w.~!$&'()*+,;=%-]", re.ASCII)
_REFUSED = re.compile(r'invalid (?:URI query parameter|connection option):? "(\w*)"')


def mended(text: str) -> str:
    """The URL as libpq and Go both read it; text that is no URL, such as `host=… user=…`, but for what surrounds it."""
    given = _ASSIGNED.sub("", _AROUND.sub("", text), count=1)
    if quoted := _QUOTED.fullmatch(given):
        given = quoted["inner"].strip()
    found = _URL.fullmatch(given)
    if not found:
        return given
    account = f"{_account(found['account'])}@" if found["account"] is not None else ""
    given_parameters = parse_qsl(found["query"] or "", keep_blank_values=True)
    known = [(name, _VALUES.get((name, value), value)) for name, value in given_parameters if name not in _FOREIGN]
    if _SUPABASE.search(found["place"]) and "sslmode" not in dict(known):
        known.append(("sslmode", "require"))
    query = f"?{urlencode(known, quote_via=quote)}" if known else ""
    return f"{found['scheme']}://{account}{found['place']}{query}"


def readable(text: str) -> str:
    """The mended URL; StoreUnavailableError, without any part of it but a parameter's name, if it can't be read."""
    url = mended(text)
    try:
        if not conninfo_to_dict(url):
            raise StoreUnavailableError(_MALFORMED)
    except ProgrammingError as error:
        refused = _REFUSED.search(str(error))
        raise StoreUnavailableError(_UNKNOWN.format(refused[1]) if refused else _MALFORMED) from None
    return url


def password_of(text: str) -> str:
    """The password in a URL, as it is; empty if there is none."""
    found = _URL.fullmatch(mended(text))
    return unquote((found["account"] or "").partition(":")[2]) if found else ""


def _account(text: str) -> str:
    user, colon, password = text.partition(":")
    return _encoded(user) + colon + _encoded(password)


def _encoded(text: str) -> str:
    """Without what has a meaning in a URL; what is encoded already stays as it is."""
    return _RAW.sub(lambda raw: quote(raw[0], safe=""), text)
