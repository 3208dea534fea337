"""The deployed system as its users meet it: API, mails, tables; and the ways to break what it watches."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from uuid import uuid4

import boto3
import httpx
import psycopg

from local_stack.database import DATABASE
from local_stack.postgres import Cluster
from local_stack.stack import Stack

_PATIENCE_SECONDS = 60
_POLL_SECONDS = 0.2
_TABLES = (
    "monitoring_alert_transitions, monitoring_alerts, monitoring_rule_states, monitoring_deliveries, "
    "system_health_metrics, fal_ai_usage, stripe_webhook_events, stripe_signature_failures"
)

type Row = tuple[Any, ...]
type Mail = dict[str, Any]


def eventually[T](look: Callable[[], T], what: str, patience: float = _PATIENCE_SECONDS) -> T:
    """The first truthy answer of `look`; what is delivered through queues takes a moment."""
    deadline = time.monotonic() + patience
    while not (seen := look()):
        assert time.monotonic() < deadline, f"waited {patience:g} s in vain for: {what}"
        time.sleep(_POLL_SECONDS)
    return seen


class Shop:
    """One deployed stack and the Postgres that it watches."""

    def __init__(self, stack: Stack, postgres: Cluster) -> None:
        self.stack = stack
        self.postgres = postgres
        self.http = httpx.Client(base_url=f"{stack.api_url}/api/monitoring", timeout=40)
        self._sandbox = httpx.Client(timeout=10)

    def close(self) -> None:
        """Hang up."""
        self.http.close()
        self._sandbox.close()

    def reset(self) -> None:
        """All well: server up, no faults, no rows, no mails, nothing on its way."""
        self.postgres.resume()
        self.postgres.start()
        self.mend_providers()
        self.wait_until_quiet()
        self._empty_dead_letters()
        self.query(f"TRUNCATE {_TABLES}")
        self._forget("StandbyTable", "service", "fingerprint")
        self._forget("SnapshotTable", "service")
        self._sandbox.delete(self.stack.outbox_url).raise_for_status()

    # ── what users do ────────────────────────────────────────────────────────
    def request(self, method: str, path: str, token: str | None = None, **options: Any) -> httpx.Response:
        """One API request under /api/monitoring; `token` is the name of a scope."""
        headers = {"Authorization": f"Bearer {getattr(self.stack.tokens, token)}"} if token else {}
        return self.http.request(method, path, headers=headers, **options)

    def check(self, service: str, times: int = 1) -> None:
        """Run the check function as its schedule does."""
        for _ in range(times):
            self.run(f"check_{service}")

    def run(self, folder: str) -> Any:
        """Run a scheduled function now; what it answers."""
        return self.invoke(folder, {"source": "aws.events"})

    def invoke(self, folder: str, event: Any) -> Any:
        """Hand `event` to the deployed function; what it answers. It must not crash."""
        name = self.stack.functions[folder]
        answer = self._aws("lambda").invoke(FunctionName=name, Payload=json.dumps(event))
        payload = answer["Payload"].read().decode()
        assert "FunctionError" not in answer, payload
        return json.loads(payload)

    def track(self, kind: str, items: list[dict[str, Any]]) -> None:
        """Report at most 100 calls ("fal-ai") or events ("stripe"), and wait until they are in their table."""
        answer = self.request("POST", f"/track/{kind}", "track", json={"items": items})
        assert answer.status_code == httpx.codes.ACCEPTED, answer.text
        self.wait_until_quiet()

    def alerts(self, **query: str) -> list[dict[str, Any]]:
        """Alerts of every state, newest first."""
        answer = self.request("GET", "/alerts", "read", params={"resolved": "all", **query})
        assert answer.status_code == httpx.codes.OK, answer.text
        listed: list[dict[str, Any]] = answer.json()["alerts"]
        return listed

    # ── what people and tables see ───────────────────────────────────────────
    def mails(self) -> list[Mail]:
        """All mails that Resend accepted, oldest first."""
        received: list[Mail] = self._sandbox.get(self.stack.outbox_url, headers={"Accept": "application/json"}).json()
        return received

    def subjects(self) -> list[str]:
        """Subjects of all mails, oldest first."""
        return [mail["subject"] for mail in self.mails()]

    def mails_once_quiet(self, at_least: int) -> list[str]:
        """Subjects once that many mails are there and nothing more is on its way."""
        eventually(lambda: len(self.mails()) >= at_least, f"{at_least} mails, have {self.subjects()}")
        self.wait_until_quiet()
        return self.subjects()

    def query(self, statement: str) -> list[Row]:
        """Run one statement on the shop's database."""
        with psycopg.connect(self.stack.database_url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def wait_until_quiet(self) -> None:
        """Return when both queues are empty, with nothing in flight."""
        eventually(lambda: not any(self._on_the_way()), "empty queues")

    # ── what goes wrong ──────────────────────────────────────────────────────
    def fail_next(self, provider: str, **fault: Any) -> None:
        """Make the next calls to a provider fail, see DESIGN.md, section 5."""
        self._sandbox.put(f"{self.stack.sandbox_url}/_faults/{provider}", json=fault).raise_for_status()

    def mend_providers(self) -> None:
        """No faults, and Stripe's account as it was."""
        self._sandbox.delete(f"{self.stack.sandbox_url}/_faults").raise_for_status()
        self._sandbox.delete(f"{self.stack.sandbox_url}/stripe/_state").raise_for_status()

    def set_stripe(self, **state: list[dict[str, Any]]) -> None:
        """What Stripe's API has of `webhook_endpoints` and `events`."""
        self._sandbox.put(f"{self.stack.sandbox_url}/stripe/_state", json=state).raise_for_status()

    def administer(self, *statements: str) -> None:
        """Run statements as the superuser, each in a transaction of its own."""
        url = self.postgres.url(DATABASE, superuser=True)
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def change_snapshot(self, service: str, **details: Any) -> None:
        """Put other details into what the last check of a service left behind."""
        dynamodb = self._aws("dynamodb")
        (table,) = self._tables("SnapshotTable")
        item = dynamodb.get_item(TableName=table, Key={"service": {"S": service}})["Item"]
        record = json.loads(item["record"]["S"])
        record["details"] |= details
        dynamodb.put_item(TableName=table, Item=item | {"record": {"S": json.dumps(record)}})

    def new_secret(self, content: dict[str, str]) -> str:
        """A secret more; its ARN."""
        created = self._aws("secretsmanager").create_secret(Name=str(uuid4()), SecretString=json.dumps(content))
        return str(created["ARN"])

    @contextmanager
    def reconfigured(self, folder: str, **variables: str) -> Iterator[None]:
        """Start a function anew with other environment variables, and in the end with its own again."""
        functions, name = self._aws("lambda"), self.stack.functions[folder]
        own = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": own | variables})
        try:
            yield
        finally:
            functions.update_function_configuration(FunctionName=name, Environment={"Variables": own})

    @contextmanager
    def connections_held(self, percent: float) -> Iterator[int]:
        """Hold idle connections until more than `percent` of the usable ones are in use."""
        usable = self.query(
            "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
        )[0][0]
        count = int(usable * percent / 100) + 1
        with ExitStack() as held:
            for _ in range(count):
                held.enter_context(psycopg.connect(self.stack.database_url, autocommit=True))
            yield count

    @contextmanager
    def database_stopped(self) -> Iterator[None]:
        """Nothing listens on the port of Postgres."""
        self.postgres.stop("immediate")
        try:
            yield
        finally:
            self.postgres.start()

    def _on_the_way(self) -> Iterator[int]:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        for url in (self.stack.queues.alerts, self.stack.queues.records):
            attributes = self._aws("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=[*names])["Attributes"]
            yield sum(int(attributes[name]) for name in names)

    def _empty_dead_letters(self) -> None:
        for url in (self.stack.queues.alerts_dlq, self.stack.queues.records_dlq):
            self._aws("sqs").purge_queue(QueueUrl=url)

    def _forget(self, name: str, *key: str) -> None:
        dynamodb = self._aws("dynamodb")
        for table in self._tables(name):
            for item in dynamodb.scan(TableName=table)["Items"]:
                dynamodb.delete_item(TableName=table, Key={part: item[part] for part in key})

    def _tables(self, name: str) -> list[str]:
        return [table for table in self._aws("dynamodb").list_tables()["TableNames"] if name in table]

    def _aws(self, service: str) -> Any:
        return boto3.client(
            service,  # type: ignore[call-overload]
            endpoint_url=self.stack.aws_endpoint_url,
            region_name=self.stack.region,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
