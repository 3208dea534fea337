"""The database of this Lambda environment."""

from collections.abc import Callable
from functools import cache, wraps
from typing import TYPE_CHECKING

from pawpop_monitoring.bootstrap.clients import secret_text

if TYPE_CHECKING:
    from pawpop_monitoring.storage.connection import Database

_BUDGET_SECONDS = 2.0


@cache
def database(secret_id: str, *, believing: bool = False) -> "Database":
    """The database whose URL is the secret; it connects when it is first used, `believing` as Database says."""
    from pawpop_monitoring.storage.connection import Database

    made = Database(secret_text(secret_id), budget=_BUDGET_SECONDS, believing=believing)
    _opened.append(made)
    return made


_opened: "list[Database]" = []


def hang_up_afterwards[**P, R](handler: Callable[P, R]) -> Callable[P, R]:
    """Close the connection after each invocation.

    Between invocations Lambda freezes the environment: the connection would only hold a slot of the very
    database that is being watched, and be dead when the environment wakes.
    """

    @wraps(handler)
    def handle(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return handler(*args, **kwargs)
        finally:
            for made in _opened:
                made.close()

    return handle
