"""Everything that can go wrong, on one screen.

MonitoringError
├── ConfigurationError          a setting is missing or wrong: says which and what it must be
├── StoreUnavailableError       Postgres can't be reached, is read-only, hangs or has no free slot
│   └── SecretUnavailableError  the secret with its address was never read and can't be read now
│       └── SecretMissingError  the store was asked, and has no such secret
├── ConflictError               a move that the state forbids, or a lost race
├── NotFoundError               no such thing
├── InvalidRequestError         the caller's input is wrong: says which field
├── RequestTooLargeError        the caller sent more than anybody needs
├── UnauthorizedError           there is no token, or one that is not known
├── ForbiddenError              the token has too little scope
└── DeliveryError               a message was not delivered
    ├── RetryableDeliveryError  may work later; `retry_after` in seconds where the provider said so, `undecided` if
    │                           the provider may have accepted it all the same
    └── PermanentDeliveryError  will never work as it is
"""


class MonitoringError(Exception):
    """Base of all errors of this package; its text is fit for a person."""


class ConfigurationError(MonitoringError):
    """A setting is missing or wrong."""


class StoreUnavailableError(MonitoringError):
    """The alert store can't be read or written now."""


class SecretUnavailableError(StoreUnavailableError):
    """A secret was never read and can't be read now; nothing is known of what it opens.

    `store_away`: no other secret can be read either.
    """

    def __init__(self, message: str, *, store_away: bool = True) -> None:
        super().__init__(message)
        self.store_away = store_away


class SecretMissingError(SecretUnavailableError):
    """Nothing was ever set under this name, or it was taken away."""

    def __init__(self, secret_id: str) -> None:
        super().__init__(f"Nothing is set under {secret_id}.", store_away=False)


class ConflictError(MonitoringError):
    """The state forbids this move, or someone else was faster."""


class NotFoundError(MonitoringError):
    """There is no such thing."""


class InvalidRequestError(MonitoringError):
    """The caller's input is wrong; `hints`, as JSON beside the sentence, say more of it, by name."""

    def __init__(self, message: str, **hints: object) -> None:
        super().__init__(message)
        self.hints = hints


class RequestTooLargeError(MonitoringError):
    """The caller sent more than anybody needs."""


class UnauthorizedError(MonitoringError):
    """There is no token, or one that is not known."""


class ForbiddenError(MonitoringError):
    """The token has too little scope."""


class DeliveryError(MonitoringError):
    """A message was not delivered."""


class RetryableDeliveryError(DeliveryError):
    """May work later; `needs_person` if not before somebody acts, `of_somebody` if others may be told at once."""

    def __init__(
        self,
        message: str,
        retry_after: float | None = None,
        *,
        undecided: bool = False,
        needs_person: bool = False,
        of_somebody: bool = False,
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.undecided = undecided
        self.needs_person = needs_person
        self.of_somebody = of_somebody


class PermanentDeliveryError(DeliveryError):
    """Will never work as it is; `status` is that of an HTTP answer, if there was one."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class ReceiverGoneError(PermanentDeliveryError):
    """The receiver wants nothing more, neither this nor what follows."""
