"""Bodies that hold one item or several: each is judged for itself, so that a bad one costs nobody but itself."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent
from pydantic import ValidationError

from pawpop_monitoring.contracts.outcomes import AdjustedItem, RejectedItem
from pawpop_monitoring.contracts.tracking_requests import LARGEST_BATCH
from pawpop_monitoring.contracts.wire import WireModel
from pawpop_monitoring.domain.errors import InvalidRequestError
from pawpop_monitoring.domain.shallow_json import shallow
from pawpop_monitoring.domain.text import one_line
from pawpop_monitoring.http.requests import body_text, sentence_of

_LONGEST_SENTENCE = 300
_LONGEST_INTEGER = 40


class Read[M: WireModel](NamedTuple):
    """An item that is right, and what was put right in it."""

    item: M
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Items[M: WireModel]:
    """The items that are right, in their order; the others by their place, and the notes on items by theirs."""

    good: tuple[M, ...]
    rejected: tuple[RejectedItem, ...] = ()
    adjusted: tuple[AdjustedItem, ...] = ()

    def __iter__(self) -> Iterator[M]:
        return iter(self.good)

    def __len__(self) -> int:
        return len(self.good)

    def __contains__(self, item: object) -> bool:
        return item in self.good

    def remarks(self) -> dict[str, Any]:
        """What the caller is told of the items: which were not taken, and which not quite as they were sent."""
        adjusted = {"adjusted": [item.model_dump() for item in self.adjusted]} if self.adjusted else {}
        return {"rejected": [item.model_dump() for item in self.rejected], **adjusted}


def parse_items[M: WireModel](event: APIGatewayProxyEvent, model: type[M], now: datetime | None = None) -> Items[M]:
    """The items of `{"items": […]}`, or the one that the body itself is; InvalidRequestError if none is right.

    With `now`, a time that an item tells has to be of the past.
    """
    content = _json_object(body_text(event))
    if "items" not in content:
        return _single(_read(content, model, now))
    outcomes = [_read(item, model, now) for item in _listed(content)]
    rejected = tuple(
        RejectedItem(index=index, error=outcome) for index, outcome in enumerate(outcomes) if isinstance(outcome, str)
    )
    if len(rejected) == len(outcomes):
        raise _nothing_accepted(rejected)
    read = [(index, outcome) for index, outcome in enumerate(outcomes) if not isinstance(outcome, str)]
    notes = tuple(AdjustedItem(index=index, note=note) for index, outcome in read for note in outcome.notes)
    return Items(tuple(outcome.item for _, outcome in read), rejected, notes)


def _nothing_accepted(rejected: Sequence[RejectedItem]) -> InvalidRequestError:
    sentence = f"Nothing was accepted. Item {rejected[0].index}: {rejected[0].error}"
    return InvalidRequestError(sentence, accepted=0, rejected=[item.model_dump() for item in rejected])


def _single[M: WireModel](outcome: Read[M] | str) -> Items[M]:
    if isinstance(outcome, str):
        raise InvalidRequestError(outcome)
    return Items((outcome.item,), adjusted=tuple(AdjustedItem(index=0, note=note) for note in outcome.notes))


def _read[M: WireModel](item: object, model: type[M], now: datetime | None) -> Read[M] | str:
    """The item, or a sentence on what is wrong with it."""
    if not isinstance(item, dict):
        return "An item must be a JSON object"
    context: dict[str, Any] = {"now": now, "notes": []}
    try:
        return Read(model.model_validate(item, context=context), context["notes"])
    except ValidationError as error:
        return one_line(sentence_of(error.errors(include_url=False)), _LONGEST_SENTENCE)


def _listed(content: dict[str, Any]) -> list[object]:
    if unknown := sorted(content.keys() - {"items"}):
        raise InvalidRequestError(f"Unknown field: {one_line(unknown[0], _LONGEST_SENTENCE)}")
    items = content["items"]
    if not isinstance(items, list) or not 0 < len(items) <= LARGEST_BATCH:
        raise InvalidRequestError(f"items: must be a list of 1 to {LARGEST_BATCH} items")
    return items


def _json_object(body: str) -> dict[str, Any]:
    """Every number exactly as it was written, and half an emoji as what it is: no reason to refuse the rest."""
    try:
        content = json.loads(shallow(body) or "{}", parse_float=_exactly, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deeply"
        raise InvalidRequestError(f"The request body is not valid JSON: {reason}") from None
    if not isinstance(content, dict):
        raise InvalidRequestError("The request body must be a JSON object")
    return content


def _exactly(number: str) -> Decimal | float:
    try:
        return Decimal(number)
    except InvalidOperation:
        return float(number)


def _integer(number: str) -> int | float:
    return int(number) if len(number) <= _LONGEST_INTEGER else float(number)
