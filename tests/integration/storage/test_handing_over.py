"""The guide's SQL that hands the tables of an earlier installation to the monitoring's role, run as it stands there."""

from collections.abc import Iterator

import psycopg
import pytest

from local_stack.postgres import Cluster
from tests.guide_commands import ROOT, commands_of
from tests.integration.storage.conftest import Connection

pytestmark = pytest.mark.integration


@pytest.fixture
def superuser(cluster: Cluster, empty_database_url: str) -> Iterator[Connection]:
    """With the role there, as after the guide's first step."""
    name = str(psycopg.conninfo.conninfo_to_dict(empty_database_url)["dbname"])
    with psycopg.connect(cluster.url(name, superuser=True), autocommit=True) as connection:
        connection.execute("CREATE ROLE pawpop_monitor")
        yield connection
        connection.execute("REASSIGN OWNED BY pawpop_monitor TO CURRENT_USER")
        connection.execute("DROP ROLE pawpop_monitor")


def test_the_role_owns_the_earlier_tables_afterwards(earlier: Connection, superuser: Connection) -> None:
    (statements,) = (one for one in commands_of(ROOT / "shared/guide/deploy.md") if "owner to pawpop_monitor" in one)
    superuser.execute(statements.encode())
    owners = superuser.execute(
        "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'v') UNION SELECT DISTINCT pg_get_userbyid(proowner) FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND proname = 'get_connection_stats'"
    ).fetchall()
    assert owners == [("pawpop_monitor",)]
