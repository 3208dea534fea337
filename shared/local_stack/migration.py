"""Brings a database up to the newest migration with dbmate."""

from urllib.parse import quote

from local_stack import processes, rewritten, tool
from local_stack.errors import StackError
from local_stack.migration_words import words_for
from local_stack.paths import Paths
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.storage.database_url import password_of, readable


def migrate(paths: Paths, database_url: str) -> None:
    """Apply the migrations that the database does not have yet; StackError, without the password, if that fails."""
    if not any(paths.migrations.glob("*.sql")):
        return
    try:
        url = readable(database_url)
    except StoreUnavailableError as error:
        raise StackError(str(error)) from None
    rewritten.refuse(paths, url)
    try:
        _run(paths, url)
    except StackError as error:
        log = _without(password_of(database_url), error.log)
        raise StackError(words_for(log), log=log) from None
    rewritten.remember(paths, url)


def _run(paths: Paths, url: str) -> None:
    options = [f"--migrations-dir={paths.migrations}", f"--migrations-table={rewritten.BOOKKEEPING_TABLE}"]
    tool.run(
        paths,
        ["dbmate", "--no-dump-schema", *options, "migrate"],
        environment=processes.clean_environment(DATABASE_URL=url),
        failure="dbmate failed.",
    )


def _without(password: str, text: str) -> str:
    for secret in filter(None, (password, quote(password, safe=""))):
        text = text.replace(secret, "***")
    return text
