"""A PgBouncer of the tests in transaction mode, with two server connections for all clients."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from local_stack import ports
from local_stack.postgres.account import Account

_WELL_KNOWN = ("/usr/sbin/pgbouncer", "/usr/local/sbin/pgbouncer")
_SETTINGS = """
[databases]
{dbname} = host={host} port={port} dbname={dbname} user={user} password={password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own_port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 2
server_login_retry = 1
"""


def program() -> str | None:
    """PAWPOP_PGBOUNCER, or where a system has it; None if nowhere."""
    named = os.environ.get("PAWPOP_PGBOUNCER") or shutil.which("pgbouncer")
    return named or next((path for path in _WELL_KNOWN if Path(path).exists()), None)


@contextmanager
def pooled(url: str, folder: Path) -> Iterator[str]:
    """The URL that leads to the same database through the pooler."""
    own_port, account = ports.any_free(), Account.for_server()
    settings = folder / "pgbouncer.ini"
    settings.write_text(_SETTINGS.format(**conninfo_to_dict(url), own_port=own_port))
    account.own(settings)
    process = subprocess.Popen(
        [str(program()), str(settings)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=account.uid,
        group=account.gid,
        extra_groups=[] if account.uid is not None else None,
    )
    leads_there = make_conninfo(url, port=own_port)
    try:
        _wait(leads_there)
        yield leads_there
    finally:
        process.terminate()
        process.wait()


def _wait(url: str) -> None:
    until = time.monotonic() + 10
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
