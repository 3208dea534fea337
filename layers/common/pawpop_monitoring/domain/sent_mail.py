"""A mail on its way."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail that the provider accepted, by its id there, and when."""

    provider_id: str
    at: datetime
