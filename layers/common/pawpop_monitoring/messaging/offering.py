"""Handing over many bodies in requests of as many as one takes, so that one that is refused holds up none."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from pawpop_monitoring.domain.text import sendable

_ENTRIES = 10
_BYTES = 262_144
_OF_ONE_ENTRY = (
    "InvalidMessageContents",
    "InvalidParameterValue",
    "InvalidParameter",
    "BatchRequestTooLong",
    "MessageTooLong",
)
"""Errors of a whole batch that a single entry brings about."""


class RefusedForNowError(Exception):
    """Only a part of the messages was taken."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A body, and its place among those that were handed over."""

    index: int
    body: str


@dataclass(frozen=True, slots=True)
class _Failure:
    """`final`: this body will never be taken."""

    index: int
    code: str
    final: bool


type Request = Callable[[Sequence[Entry]], Mapping[str, Any]]
"""One request of boto3 for a batch, with the answer's `Failed`; each entry has its index as Id."""


def offer(bodies: Sequence[str], request: Request) -> Mapping[int, str]:
    """Hand over all bodies that are taken; the code for each that never will be, by its index.

    Raises RefusedForNowError if some could not be taken now, and what boto3 raises if the service is out of reach.
    """
    failures = [failure for entries in _batches(bodies) for failure in _send(entries, request)]
    passing = [failure for failure in failures if not failure.final]
    if passing:
        codes = ", ".join(sorted({failure.code for failure in passing}))
        raise RefusedForNowError(f"{len(passing)} of {len(bodies)} messages could not be taken: {codes}")
    return {failure.index: failure.code for failure in failures}


def _send(entries: Sequence[Entry], request: Request) -> Iterable[_Failure]:
    """One request; if all of it is refused because of one entry, one request for each."""
    try:
        answer = request(entries)
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if not code.endswith(_OF_ONE_ENTRY):
            raise
        if len(entries) == 1:
            return [_Failure(entries[0].index, code, final=True)]
        return [failure for entry in entries for failure in _send([entry], request)]
    return [_failure_of(failed) for failed in answer.get("Failed", [])]


def _failure_of(failed: Mapping[str, Any]) -> _Failure:
    return _Failure(int(failed["Id"]), failed.get("Code", "unknown"), final=bool(failed.get("SenderFault")))


def _batches(bodies: Iterable[str]) -> Iterator[Sequence[Entry]]:
    """As many at once as one request takes; one that is too large goes alone, to be told so."""
    batch: list[Entry] = []
    size = 0
    for index, body in enumerate(map(sendable, bodies)):
        length = len(body.encode())
        if batch and (len(batch) == _ENTRIES or size + length > _BYTES):
            yield batch
            batch, size = [], 0
        batch.append(Entry(index, body))
        size += length
    if batch:
        yield batch
