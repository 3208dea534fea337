"""A mailbox that is known to get nothing."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LostMailbox:
    """`address` in lower case, and `why`: refused, bounced, suppressed or complained.

    What is `refused` is not even accepted, so it is left out of mails; all else is still tried.
    """

    address: str
    why: str
    since: datetime
    refused: bool = False
