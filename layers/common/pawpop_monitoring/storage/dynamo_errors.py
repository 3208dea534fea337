"""What DynamoDB's errors mean to the callers of a store."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from pawpop_monitoring.domain.errors import StoreUnavailableError

_logger = logging.getLogger(__name__)


def readable[T](items: Iterable[Mapping[str, Any]], read: Callable[[Mapping[str, Any]], T]) -> Iterator[T]:
    """What `read` makes of each item; one that it can't read costs itself alone, and is logged."""
    for item in items:
        try:
            yield read(item)
        except (KeyError, TypeError, ValueError) as error:
            name = {key: item.get(key) for key in ("service", "fingerprint")}
            _logger.error("an item of the standby table is passed over, it can't be read (%s): %s", _kind(error), name)  # noqa: TRY400


@contextmanager
def as_store_errors() -> Iterator[None]:
    """Raise StoreUnavailableError for whatever keeps the standby table from working."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StoreUnavailableError(f"The standby table can't be used: {_reason(error)}.") from None
    except (KeyError, TypeError, ValueError):
        raise StoreUnavailableError("The standby table holds an item of another version.") from None


def _kind(error: Exception) -> str:
    return type(error).__name__


def _reason(error: BotoCoreError | ClientError) -> str:
    """The error's code or kind; its text may hold addresses and account numbers."""
    if isinstance(error, ClientError):
        return error.response.get("Error", {}).get("Code", "unknown")
    return _kind(error)
