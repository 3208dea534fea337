"""The copy of what is open, in DynamoDB, which does not depend on the monitored database.

Counting is one atomic update; a step that people are to be told is kept with compare-and-set.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pawpop_monitoring.alerting.decide.notifying import opening_told_at_once
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.entry import StandbyEntry
from pawpop_monitoring.alerting.standby.present import present_of
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.alert_note import Note
from pawpop_monitoring.domain.transition import Transition, TransitionKind
from pawpop_monitoring.storage.change_mark import ChangeMark
from pawpop_monitoring.storage.dynamo_errors import as_store_errors, readable
from pawpop_monitoring.storage.note_items import note_item, note_of, notes_key_of
from pawpop_monitoring.storage.partition import items_of
from pawpop_monitoring.storage.standby_items import (
    end_item,
    end_key_of,
    ended_at,
    entry_of,
    held_end_item,
    held_end_key_of,
    key_of,
    openings_item,
    openings_key_of,
    openings_of,
    step_value,
    values_of,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_COUNT = (
    "SET alert = if_not_exists(alert, :alert), id = if_not_exists(id, :id), last_seen = :seen, last_found = :found"
    "{opening} ADD occurrences :one"
)
_FIRST = ", notified_opening = if_not_exists(notified_opening, :opening)"
_PUT = "SET alert = :alert, id = :id, last_seen = :seen, occurrences = :occurrences, notified_sequence = :sequence"
_NOT_BEHIND = "attribute_not_exists(notified_sequence) OR id <> :id OR notified_sequence <= :sequence"
_ADVANCE = "SET alert = :alert, notified_sequence = :sequence"
_NOT_ADVANCED = "id = :id AND (attribute_not_exists(notified_sequence) OR notified_sequence = :before)"


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamoStandbyStore:
    """alerting.ports.StandbyStore on the DynamoDB table `table`; `client` answers the boto3 client, made once."""

    client: "Callable[[], DynamoDBClient]"
    table: str

    def open_alerts(self, service: str | None = None) -> Sequence[Alert]:
        """All open alerts, of one service or of all, newest first; none whose end is held."""
        return [each.present for each in self.entries(service) if not each.alert.resolved]

    def entries(self, service: str | None = None) -> Sequence[StandbyEntry]:
        """Open alerts and ends that are held, each with the step that people should have heard last; newest first."""
        with as_store_errors():
            held = list(readable(self._items(service), entry_of))
        ends = {each.alert.id for each in held if each.alert.resolved}
        current = [each for each in held if each.alert.resolved or each.alert.id not in ends]
        return sorted(current, key=lambda each: (each.alert.timestamp, each.alert.id), reverse=True)

    def put(self, alert: Alert, step: Transition | None = None) -> None:
        """Keep `alert` as the open one of its fingerprint, unless a later step of this very one is kept already."""
        values = values_of(alert, "alert", "id", "seen", "occurrences", "sequence")
        with as_store_errors():
            if self._update(alert, *_with_steps(_PUT, values, step), _NOT_BEHIND):
                self.announce()

    def count(self, alert: Alert) -> StandbyEntry:
        """Count one more bad check, starting from `alert` if none is open; what is kept after it."""
        opening = opening_told_at_once(alert)
        told = {":opening": step_value(opening)} if opening else {}
        values = values_of(alert, "alert", "id", "seen", "found") | {":one": {"N": "1"}} | told
        with as_store_errors():
            answer = self.client().update_item(
                TableName=self.table,
                Key=key_of(alert),
                UpdateExpression=_COUNT.format(opening=_FIRST if opening else ""),
                ExpressionAttributeValues=values,
                ReturnValues="ALL_NEW",
            )
            self.announce()
            return entry_of(answer["Attributes"])

    def advance(self, before: Alert, after: StandbyEntry) -> StandbyEntry | None:
        """Keep `after`, but for its counters, unless another step was kept since `before`; what is kept then."""
        values = values_of(after.alert, "alert", "id", "sequence") | {":before": {"N": str(before.sequence)}}
        with as_store_errors():
            if self._update(before, *_with_steps(_ADVANCE, values, after.step, after.opening), _NOT_ADVANCED):
                self.announce()
                return after
            current = [entry_of(item) for item in self._items_at(key_of(before))]
        return next((each for each in current if each.alert.id == before.id), None)

    def present(self, alert: Alert) -> Alert | None:
        """This very alert as it is now, open or over; None if nothing is known of it."""
        with as_store_errors():
            kept = [entry_of(item).present for item in self._items_at(key_of(alert))]
            end = self.client().get_item(TableName=self.table, Key=end_key_of(alert), ConsistentRead=True).get("Item")
        is_open = next((each for each in kept if each.id == alert.id), None)
        return present_of(alert, is_open, ended_at(end))

    def forget(self, alert: Alert) -> None:
        """Drop the open alert of this fingerprint if it is this very one, and remember for a while that it is over."""
        with as_store_errors():
            client = self.client()
            client.put_item(TableName=self.table, Item=end_item(alert))
            try:
                client.delete_item(
                    TableName=self.table,
                    Key=key_of(alert),
                    ConditionExpression="id = :id",
                    ExpressionAttributeValues={":id": {"S": alert.id}},
                )
            except client.exceptions.ConditionalCheckFailedException:
                return
            finally:
                self.announce()

    def hold_end(self, alert: Alert, step: Transition | None, opening: Transition | None = None) -> None:
        """Hold the end of `alert`, in place of the open alert; if only the first is done, the end is what counts."""
        with as_store_errors():
            self.client().put_item(TableName=self.table, Item=held_end_item(alert, step, opening))
        self.forget(alert)

    def release_end(self, alert: Alert) -> None:
        """Drop the end that is held of `alert`, if any."""
        with as_store_errors():
            self.client().delete_item(TableName=self.table, Key=held_end_key_of(alert))

    def add_note(self, note: Note) -> None:
        """Keep a note that the alert store could not take."""
        with as_store_errors():
            self.client().put_item(TableName=self.table, Item=note_item(note))
            self.announce()

    def announce(self) -> None:
        """Let open pages know that something changed."""
        ChangeMark(client=self.client, table=self.table).renew()

    def notes(self, alert_id: str) -> Sequence[Note]:
        """The notes on that alert which were kept here, oldest first."""
        with as_store_errors():
            found = self.client().query(
                TableName=self.table,
                KeyConditionExpression="service = :notes AND begins_with(fingerprint, :alert)",
                ExpressionAttributeValues=notes_key_of(alert_id),
                ConsistentRead=True,
            )["Items"]
            return sorted((note_of(item) for item in found), key=lambda note: note.at)

    def remember(self, state: RuleState) -> None:
        """Keep when alerts of this fingerprint opened within a day, and when people were told that it flaps."""
        with as_store_errors():
            self.client().put_item(TableName=self.table, Item=openings_item(state))

    def recall(self, fingerprint: str) -> RuleState:
        """What is remembered of it; an empty state of what is not known."""
        with as_store_errors():
            found = self._items_at(openings_key_of(fingerprint))
            return openings_of(fingerprint, found[0] if found else {})

    def _update(self, alert: Alert, statement: str, values: dict[str, Any], condition: str) -> bool:
        """True unless the condition was not met."""
        client = self.client()
        try:
            client.update_item(
                TableName=self.table,
                Key=key_of(alert),
                UpdateExpression=statement,
                ConditionExpression=condition,
                ExpressionAttributeValues=values,
            )
        except client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _items_at(self, key: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        """The item there as it is this very moment, if there is one."""
        return self.client().query(
            TableName=self.table,
            KeyConditionExpression="service = :service AND fingerprint = :fingerprint",
            ExpressionAttributeValues={f":{name}": value for name, value in key.items()},
            ConsistentRead=True,
        )["Items"]

    def _items(self, service: str | None) -> Iterator[Mapping[str, Any]]:
        client = self.client()
        if service is None:
            pages = client.get_paginator("scan").paginate(
                TableName=self.table, FilterExpression="attribute_exists(alert)"
            )
            return (item for page in pages for item in page["Items"])
        return items_of(client, self.table, "service", service)


def _with_steps(
    statement: str, values: dict[str, Any], step: Transition | None, opening: Transition | None = None
) -> tuple[str, dict[str, Any]]:
    """What the alert says is what was found last, from here on."""
    opening = step if step is not None and step.kind is TransitionKind.OPENED else opening
    told = {"step": step, "opening": opening}
    values = values | {f":{name}": step_value(each) for name, each in told.items() if each is not None}
    setting = "".join(f", notified_{name} = :{name}" for name, each in told.items() if each is not None)
    return f"{statement}{setting} REMOVE last_found", values
