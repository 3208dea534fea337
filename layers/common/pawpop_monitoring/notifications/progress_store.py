"""Progress in DynamoDB: one item for each alert and channel, changed by conditional updates alone."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from pawpop_monitoring.contracts.alert_message import TransitionMessage
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.notifications.progress import REMEMBERED, Mark, Progress, is_end

_FREE = "(attribute_not_exists(turn) OR turn = :key OR turn_until < :now)"
_NOT_OVERTAKEN = "(attribute_not_exists(accepted) OR accepted <= :mark)"
_NOT_OVER = "(attribute_not_exists(ended) OR ended <= :mark)"


@dataclass(frozen=True, slots=True)
class DynamoProgressStore:
    """progress.ProgressStore in the table that Powertools keeps its records in; `client` answers boto3's."""

    client: Callable[[], Any]
    table: str
    channel: str

    def read(self, step: TransitionMessage) -> Progress:
        """Read consistently."""
        return _progress(self._read(step))

    def arrive(self, step: TransitionMessage, now: datetime) -> Progress:
        """What was known before, read consistently; then the marks that this step moves."""
        known, mark = _progress(self._read(step)), Mark.of(step)
        if known.arrived is None or known.arrived < mark:
            self._advance(step, "arrived", now)
        if is_end(step) and (known.ended is None or known.ended < mark):
            self._advance(step, "ended", now)
        return known

    def pass_over(self, end: TransitionMessage, now: datetime) -> None:
        """One conditional update."""
        self._advance(end, "ended", now)

    def begin(self, step: TransitionMessage, now: datetime, until: datetime) -> bool:
        """One conditional update."""
        condition = f"{_FREE} AND {_NOT_OVERTAKEN}" + ("" if is_end(step) else f" AND {_NOT_OVER}")
        return self._update(
            step,
            "SET turn = :key, turn_until = :until, expiration = :expiration ADD attempted :keys",
            condition,
            {
                ":key": {"S": step.key},
                ":keys": {"SS": [step.key]},
                ":mark": {"S": _text(Mark.of(step))},
                ":now": {"S": _moment(now)},
                ":until": {"S": _moment(until)},
                ":expiration": _expiration(now),
            },
        )

    def end(self, step: TransitionMessage, *, accepted: bool, undecided: bool = False) -> None:
        """Whose turn is over already changes nothing but what was accepted."""
        values: dict[str, Any] = {":keys": {"SS": [step.key]}} if accepted or not undecided else {}
        statement = " DELETE attempted :keys" if values else ""
        if accepted:
            statement, values = f"SET accepted = :mark{statement}", values | {":mark": {"S": _text(Mark.of(step))}}
        mine = values | {":key": {"S": step.key}}
        if not self._update(step, f"REMOVE turn, turn_until {statement}", "turn = :key", mine) and statement:
            self._update(step, statement, _NOT_OVERTAKEN if accepted else None, values)

    def _advance(self, step: TransitionMessage, name: str, now: datetime) -> None:
        self._update(
            step,
            f"SET {name} = :mark, expiration = :expiration",
            f"attribute_not_exists({name}) OR {name} < :mark",
            {":mark": {"S": _text(Mark.of(step))}, ":expiration": _expiration(now)},
        )

    def _update(
        self, step: TransitionMessage, statement: str, condition: str | None, values: Mapping[str, Any]
    ) -> bool:
        """True unless the condition was not met."""
        request = {"ConditionExpression": condition} if condition else {}
        try:
            self.client().update_item(
                TableName=self.table,
                Key=self._key(step),
                UpdateExpression=statement,
                ExpressionAttributeValues=values,
                **request,
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") == "ConditionalCheckFailedException":
                return False
            raise _unavailable(error) from None
        except BotoCoreError as error:
            raise _unavailable(error) from None
        return True

    def _read(self, step: TransitionMessage) -> Mapping[str, Any]:
        try:
            answer = self.client().get_item(TableName=self.table, Key=self._key(step), ConsistentRead=True)
        except (BotoCoreError, ClientError) as error:
            raise _unavailable(error) from None
        found: Mapping[str, Any] = answer.get("Item", {})
        return found

    def _key(self, step: TransitionMessage) -> dict[str, Any]:
        digest = hashlib.sha256(step.alert.id.encode("utf-8", "surrogatepass")).hexdigest()
        return {"id": {"S": f"progress#{self.channel}#{digest}"}}


def _progress(item: Mapping[str, Any]) -> Progress:
    return Progress(
        arrived=_mark(item.get("arrived")),
        ended=_mark(item.get("ended")),
        accepted=_mark(item.get("accepted")),
        attempted=frozenset(item.get("attempted", {}).get("SS", ())),
    )


def _moment(at: datetime) -> str:
    """Of one length, so that texts compare like moments."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _text(mark: Mark) -> str:
    return f"{_moment(mark.at)}#{mark.sequence:012}"


def _mark(attribute: Mapping[str, str] | None) -> Mark | None:
    if attribute is None:
        return None
    at, _, sequence = attribute["S"].partition("#")
    return Mark(datetime.fromisoformat(at), int(sequence))


def _expiration(now: datetime) -> dict[str, str]:
    return {"N": str(int((now + REMEMBERED).timestamp()))}


def _unavailable(error: Exception) -> StoreUnavailableError:
    return StoreUnavailableError(f"What was told can't be looked up: {type(error).__name__}.")
