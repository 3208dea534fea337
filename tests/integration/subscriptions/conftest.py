"""The status table in moto, Resend as a list, and a clock."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from functions.manage_incidents.app import publish, update
from functions.status_mailer.app import run as run_mailer
from functions.status_subscription.app import run as run_pages
from pawpop_monitoring.bootstrap.incident_services import IncidentServices
from pawpop_monitoring.bootstrap.subscription_services import SubscriptionServices
from pawpop_monitoring.contracts.incident_requests import PublishIncidentRequest, UpdateIncidentRequest
from pawpop_monitoring.domain.component import DEFAULT_COMPONENTS, names_of
from pawpop_monitoring.domain.errors import DeliveryError
from pawpop_monitoring.domain.subscriber import PublicMailBudget
from pawpop_monitoring.http.subscription_pages import SubscriptionPage
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.notifications.subscribers.mails import PublicMails
from pawpop_monitoring.notifications.subscribers.telling import Telling
from pawpop_monitoring.storage.status_store import DynamoStatusStore
from pawpop_monitoring.storage.subscriber_store import DynamoSubscriberStore
from tests.factories import NOW
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.integration.reads.conftest import dynamodb

__all__ = ["dynamodb"]


@dataclass
class Town:
    """The shop's page, its customers and their mailboxes; messages to the mailer wait until `deliver`."""

    client: Callable[[], Any]
    quota: int = 100
    now: datetime = NOW
    mails: list[Mail] = field(default_factory=list)
    refusals: list[DeliveryError] = field(default_factory=list)
    spent: int = 0
    name: str = "email"
    _messages: list[str] = field(default_factory=list)
    _number: int = 0

    def __post_init__(self) -> None:
        self.store = DynamoSubscriberStore(client=self.client, table="status")
        self.status = DynamoStatusStore(client=self.client, table="status")

    def send(self, mail: Mail) -> Receipt:
        """As Resend: what is refused is refused once."""
        if self.refusals:
            raise self.refusals.pop(0)
        if all(known.idempotency_key != mail.idempotency_key for known in self.mails):
            self.mails.append(mail)
        return Receipt("id")

    def page(self, method: str, path: str, body: str = "", **query: str) -> SubscriptionPage:
        services = SubscriptionServices(
            self.store,
            lambda address: self._messages.append(f'{{"address": "{address}"}}'),
            PublicMailBudget.of(self.quota),
            lambda: self.now,
        )
        return run_pages(
            services, {"path": path, "httpMethod": method, "body": body, "queryStringParameters": query, "headers": {}}
        )

    def ask(self, address: str) -> SubscriptionPage:
        return self.page("POST", "/status/subscribe", urlencode({"address": address, "confirm": "yes"}))

    def follow(self, link: str, body: str | None = None) -> SubscriptionPage:
        """Opens a link of a mail, or posts to it."""
        found = dict(re.findall(r"(id|do)=([^&\s>]+)", link))
        return self.page("GET" if body is None else "POST", "/status/subscription", body or "", **found)

    def deliver(self) -> None:
        """SNS hands on what waits; a message that fails comes again by `again`."""
        while self._messages:
            self._number += 1
            self.last = {"Records": [{"Sns": {"MessageId": f"m{self._number}", "Message": self._messages.pop(0)}}]}
            self.again()

    def again(self) -> None:
        """The last message once more."""
        run_mailer(self._telling(), self.last)

    def subscribe(self, address: str) -> str:
        """All the way; answers the id."""
        self.ask(address)
        self.deliver()
        link = self.links()[-1]
        self.follow(link, "confirm=yes")
        return link.partition("id=")[2].partition("&")[0]

    def links(self) -> list[str]:
        return [re.findall(r"https://\S+", mail.text)[-1] for mail in self.mails]

    def publish(self, title: str = "Some payments fail") -> str:
        request = PublishIncidentRequest(title=title, text="We are looking into it.", components=("checkout",))
        return publish(self._desk(), request).incident.id

    def note(self, incident: str, stage: str) -> None:
        update(self._desk(), incident, UpdateIncidentRequest.model_validate({"stage": stage, "text": f"{stage}."}))

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def _desk(self) -> IncidentServices:
        return IncidentServices(
            self.status,
            InMemoryStandbyStore(),
            lambda _: None,
            DEFAULT_COMPONENTS,
            lambda: self.now,
            lambda: self._messages.append('{"incidents": "changed"}'),
        )

    def _telling(self) -> Telling:
        return Telling(
            subscribers=self.store,
            incidents=self.status.incidents,
            channel=self,
            mails=PublicMails(
                "https://status.example/prod", "PawPop <monitoring@pawpop.example>", names_of(DEFAULT_COMPONENTS)
            ),
            budget=PublicMailBudget.of(self.quota),
            key=lambda: "k" * 32,
            spend=self._spend,
            clock=lambda: self.now,
        )

    def _spend(self, mails: int) -> None:
        self.spent += mails


@pytest.fixture
def town(dynamodb: Any) -> Town:
    return Town(lambda: dynamodb)
