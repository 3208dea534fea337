"""The emulated AWS below the deployed stack: functions, queues, tables and secrets."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from local_stack import emulator
from local_stack.stack import Stack

_COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)
_KEYS = {"StandbyTable": ("service", "fingerprint"), "SnapshotTable": ("service",), "StatusTable": ("kind", "name")}


class Cloud:
    """What is deployed, by the names of the template and the folders."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        # Kept, since a client takes longer to make than to use.
        self._client = cache(lambda service: emulator.client(service, stack.aws_endpoint_url))

    def invoke(self, folder: str, event: Any) -> Any:
        """Hand `event` to the deployed function; what it answers. It must not crash."""
        answer = self._client("lambda").invoke(FunctionName=self._stack.functions[folder], Payload=json.dumps(event))
        payload = answer["Payload"].read().decode()
        assert "FunctionError" not in answer, payload
        return json.loads(payload)

    @contextmanager
    def reconfigured(self, folder: str, **variables: str) -> Iterator[None]:
        """Start a function anew with other environment variables, and in the end with its own again."""
        functions, name = self._client("lambda"), self._stack.functions[folder]
        own = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": own | variables})
        try:
            yield
        finally:
            functions.update_function_configuration(FunctionName=name, Environment={"Variables": own})

    # ── queues ───────────────────────────────────────────────────────────────
    def on_the_way(self) -> dict[str, int]:
        """Messages in each queue that has a consumer: waiting, postponed or in its hands.

        In this order: who takes an alert's message first sends its record, and only then is done with it.
        """
        return {name: self._depth(name) for name in ("presses", "alerts", "channels", "records")}

    def drop_alert_messages(self) -> None:
        """Lose what nobody has been told yet."""
        for name in ("alerts", "channels"):
            self._client("sqs").purge_queue(QueueUrl=self._url(name))

    @contextmanager
    def notifier_away(self) -> Iterator[None]:
        """Nobody takes messages from AlertQueue; what has come meanwhile is handed over together."""
        functions = self._client("lambda")
        (found,) = functions.list_event_source_mappings(FunctionName=self._stack.functions["notifier"])[
            "EventSourceMappings"
        ]
        functions.update_event_source_mapping(UUID=found["UUID"], Enabled=False)
        try:
            yield
        finally:
            functions.update_event_source_mapping(UUID=found["UUID"], Enabled=True)

    def put_aside(self) -> dict[str, int]:
        """Messages in each queue of dead letters."""
        return {name: self._depth(name) for name in ("alerts_dlq", "records_dlq", "channels_dlq", "presses_dlq")}

    def empty_dead_letters(self) -> None:
        """Forget what was put aside."""
        for name, count in self.put_aside().items():
            if count:
                self._client("sqs").purge_queue(QueueUrl=self._url(name))

    def put_aside_record(self, body: str) -> None:
        """A message more among the dead letters of the queue of records."""
        self._client("sqs").send_message(QueueUrl=self._url("records_dlq"), MessageBody=body)

    # ── tables and secrets ───────────────────────────────────────────────────
    def forget(self) -> None:
        """Empty the tables that outlive the monitored database."""
        dynamodb = self._client("dynamodb")
        for name, key in _KEYS.items():
            for item in dynamodb.scan(TableName=self._table(name))["Items"]:
                dynamodb.delete_item(TableName=self._table(name), Key={part: item[part] for part in key})

    def change_snapshot(self, service: str, **details: Any) -> None:
        """Put other details into what the last check of a service left behind."""
        dynamodb, table = self._client("dynamodb"), self._table("SnapshotTable")
        item = dynamodb.get_item(TableName=table, Key={"service": {"S": service}})["Item"]
        record = json.loads(item["record"]["S"])
        record["details"] |= details
        dynamodb.put_item(TableName=table, Item=item | {"record": {"S": json.dumps(record)}})

    @contextmanager
    def secret(self, name: str, value: str) -> Iterator[None]:
        """A secret more, where the policies of the template let a function look for it."""
        store, path = self._client("ssm"), f"/pawpop/{self._stack.stack_name}/{name}"
        store.put_parameter(Name=path, Value=value, Type="SecureString")
        try:
            yield
        finally:
            store.delete_parameter(Name=path)

    def _depth(self, queue: str) -> int:
        answer = self._client("sqs").get_queue_attributes(QueueUrl=self._url(queue), AttributeNames=[*_COUNTS])
        return sum(int(answer["Attributes"].get(name, 0)) for name in _COUNTS)

    def _url(self, queue: str) -> str:
        return str(getattr(self._stack.queues, queue))

    def _table(self, name: str) -> str:
        tables: list[str] = self._client("dynamodb").list_tables()["TableNames"]
        (found,) = (table for table in tables if name in table)
        return found
