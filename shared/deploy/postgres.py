"""The database, tried and migrated before it is deployed against."""

from collections.abc import Sequence

import psycopg
from psycopg import sql

from deploy.errors import DeployError
from deploy.supabase_address import for_migrations
from local_stack import migration, rewritten
from local_stack.errors import StackError
from local_stack.paths import Paths
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.storage.database_url import readable
from pawpop_monitoring.storage.unavailability import reason_for

_SECONDS = 10


class PostgresDatabase:
    """Implements ports.Postgres."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths

    def refusal(self, url: str) -> str | None:
        """Tries as the functions will, without prepared statements."""
        try:
            with psycopg.connect(readable(url), connect_timeout=_SECONDS, prepare_threshold=None) as connection:
                connection.execute("SELECT 1")
        except StoreUnavailableError as error:
            return str(error)
        except psycopg.Error as error:
            return reason_for(error) or f"The database refuses: {type(error).__name__}."
        return None

    def pending(self, url: str) -> Sequence[str]:
        """By the bookkeeping of dbmate; DeployError for one that was migrated by files that read otherwise now."""
        try:
            rewritten.refuse(self._paths, readable(for_migrations(url)))
            with psycopg.connect(readable(for_migrations(url)), connect_timeout=_SECONDS) as connection:
                applied = _applied(connection)
        except StackError as error:
            raise DeployError(str(error)) from None
        except psycopg.Error as error:
            reason = reason_for(error) or type(error).__name__
            raise DeployError(
                f"The database can't be asked for its migrations, through the session pooler: {reason}"
            ) from None
        files = sorted(self._paths.migrations.glob("*.sql"))
        return [file.stem for file in files if file.name.partition("_")[0] not in applied]

    def migrate(self, url: str) -> None:
        """With dbmate, through the session pooler."""
        self._paths.create()
        try:
            migration.migrate(self._paths, for_migrations(url))
        except StackError as error:
            raise DeployError(f"{error.log}\n\n{error}" if error.log else str(error)) from None


def _applied(connection: psycopg.Connection) -> set[str]:
    if connection.execute("SELECT to_regclass(%s)", [rewritten.BOOKKEEPING_TABLE]).fetchone() == (None,):
        return set()
    query = sql.SQL("SELECT version FROM {}").format(sql.Identifier(rewritten.BOOKKEEPING_TABLE))
    return {str(version) for (version,) in connection.execute(query)}
