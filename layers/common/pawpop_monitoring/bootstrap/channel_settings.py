"""What a person set for a kind of channel: a secret, since addresses and keys stand in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Self

from pawpop_monitoring.bootstrap.clients import renewed_secret, secret
from pawpop_monitoring.domain.errors import SecretMissingError, SecretUnavailableError


@dataclass(frozen=True, slots=True)
class KnownSettings:
    """Settings by kind as they were at one moment, and why others could not be read; those that are alike are equal."""

    texts: tuple[tuple[str, str], ...]
    refused: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, kinds: Iterable[str], setting: Callable[[str], str]) -> Self:
        """As `setting` answers now; SecretUnavailableError if nothing can be read at all."""
        texts, refused = dict[str, str](), dict[str, str]()
        for kind in kinds:
            try:
                texts[kind] = setting(kind)
            except SecretUnavailableError as error:
                if error.store_away:
                    raise
                refused[kind] = str(error)
        return cls(tuple(texts.items()), tuple(refused.items()))

    def __call__(self, kind: str) -> str:
        """The setting; SecretUnavailableError if the store keeps it from us."""
        if kind in (refused := dict(self.refused)):
            raise SecretUnavailableError(refused[kind], store_away=False)
        return dict(self.texts)[kind]


def channel_settings(secret_ids: str, read: Callable[[str], str] = secret) -> Callable[[str], str]:
    """What is set for a kind: the secret among `secret_ids` that is named like it; empty if there is none."""

    def setting(kind: str) -> str:
        ids = [name for name in secret_ids.split(",") if name.endswith(f"/{kind}")]
        return "".join(_unless_missing(read, name) for name in ids)

    return setting


def fresh_settings(secret_ids: str, seconds: float = 60.0) -> Callable[[str], str]:
    """The same, read anew if it is older than that: what was put right is used soon, also without a deployment."""
    return channel_settings(secret_ids, partial(renewed_secret, older_than=seconds))


def _unless_missing(read: Callable[[str], str], secret_id: str) -> str:
    try:
        return read(secret_id)
    except SecretMissingError:
        return ""
