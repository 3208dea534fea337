"""The deployed system as its users meet it: API, mails, tables; and the ways to break what it watches."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx
import psycopg

from local_stack.database import DATABASE
from local_stack.postgres import Cluster
from local_stack.stack import Stack
from local_stack.time_lapse import let_an_interval_pass
from tests.e2e.cloud import Cloud
from tests.e2e.waiting import PATIENCE_SECONDS, eventually

# The sums that are kept of some of them follow by themselves.
_TABLES = (
    "monitoring_alert_transitions, monitoring_alerts, monitoring_rule_states, monitoring_deliveries, "
    "system_health_metrics, fal_ai_usage, stripe_webhook_events, stripe_signature_failures"
)

_QUIET_WITHIN_SECONDS = 5
"""Messages that stay longer than that with nothing wrong wait for business hours, or for what they follow."""
_DROPS = 10

type Row = tuple[Any, ...]
type Mail = dict[str, Any]


class Shop:
    """One deployed stack and the Postgres that it watches."""

    def __init__(self, stack: Stack, postgres: Cluster) -> None:
        self.stack = stack
        self.postgres = postgres
        self.cloud = Cloud(stack)
        self.http = httpx.Client(base_url=f"{stack.api_url}/api/monitoring", timeout=40)
        self._sandbox = httpx.Client(timeout=10)

    def close(self) -> None:
        """Hang up."""
        self.http.close()
        self._sandbox.close()

    def reset(self) -> None:
        """All well: server up, no faults, no rows, no mails, nothing on its way."""
        self.mend()
        self._drop_what_is_on_its_way()
        self.cloud.empty_dead_letters()
        self.cloud.forget()
        self.query(f"TRUNCATE {_TABLES}")
        self._sandbox.delete(self.stack.outbox_url).raise_for_status()

    def mend(self) -> None:
        """Server up and no faults."""
        self.postgres.resume()
        self.postgres.start()
        self.mend_providers()

    # ── what users do ────────────────────────────────────────────────────────
    def request(self, method: str, path: str, token: str | None = None, **options: Any) -> httpx.Response:
        """One API request under /api/monitoring; `token` is the name of a scope."""
        headers = {"Authorization": f"Bearer {getattr(self.stack.tokens, token)}"} if token else {}
        return self.http.request(method, path, headers=headers, **options)

    def check(self, service: str, times: int = 1) -> None:
        """Run the check function as its schedule does, each time an interval after the one before."""
        for _ in range(times):
            let_an_interval_pass(self.stack.database_url)
            self.run(f"check_{service}")

    def run(self, folder: str) -> Any:
        """Run a scheduled function now; what it answers."""
        return self.cloud.invoke(folder, {"source": "aws.events"})

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
        eventually(self.subjects, f"{at_least} mails", lambda subjects: len(subjects) >= at_least)
        self.wait_until_quiet()
        return self.subjects()

    def wait_for_rows(self, statement: str, rows: list[Row]) -> None:
        """Return when the statement answers these very rows."""
        eventually(lambda: self.query(statement), f"{rows} from {statement}", lambda found: found == rows)

    def query(self, statement: str) -> list[Row]:
        """Run one statement on the shop's database."""
        with psycopg.connect(self.stack.database_url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def wait_until_quiet(self, patience: float = PATIENCE_SECONDS) -> None:
        """Return when both queues are empty, with nothing in flight."""
        eventually(self.cloud.on_the_way, "empty queues", lambda depths: not any(depths.values()), patience)

    def _drop_what_is_on_its_way(self) -> None:
        """Again and again: what a notifier has in its hands comes back, to wait for what was dropped before it."""
        for _ in range(_DROPS):
            try:
                return self.wait_until_quiet(_QUIET_WITHIN_SECONDS)
            except AssertionError:
                self.cloud.drop_alert_messages()
        return self.wait_until_quiet()

    # ── what goes wrong ──────────────────────────────────────────────────────
    def fail_next(self, provider: str, **fault: Any) -> None:
        """Make the next calls to a provider fail, see shared/local_stack/sandbox/faults.py."""
        self._sandbox.put(f"{self.stack.sandbox_url}/_faults/{provider}", json=fault).raise_for_status()

    def faults(self) -> dict[str, dict[str, Any]]:
        """The faults still to come, by provider."""
        left: dict[str, dict[str, Any]] = self._sandbox.get(f"{self.stack.sandbox_url}/_faults").json()
        return left

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
