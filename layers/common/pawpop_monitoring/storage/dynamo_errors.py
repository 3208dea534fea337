"""What DynamoDB's errors mean to the callers of a store."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import ValidationError

from pawpop_monitoring.domain.errors import StoreUnavailableError


@contextmanager
def as_store_errors() -> Iterator[None]:
    """Raise StoreUnavailableError for whatever keeps the standby table from working."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StoreUnavailableError(f"The standby table can't be used: {_reason(error)}.") from None
    except (KeyError, ValidationError):
        raise StoreUnavailableError("The standby table holds an item of another version.") from None


def _reason(error: BotoCoreError | ClientError) -> str:
    """The error's code or kind; its text may hold addresses and account numbers."""
    if isinstance(error, ClientError):
        return error.response.get("Error", {}).get("Code", "unknown")
    return type(error).__name__
