"""The notifier and the recorder, wired as their bootstraps do, on the virtual clock and over the line to Resend."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

import httpx
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer
from aws_lambda_powertools.utilities.idempotency.persistence.datarecord import DataRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.notifier import app as notifier_app
from functions.recorder import app as recorder_app
from pawpop_monitoring.bootstrap.notifier_services import NotifierServices
from pawpop_monitoring.bootstrap.people import people_of
from pawpop_monitoring.bootstrap.recorder_services import RecorderServices
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.messaging.publishers import SqsRecordPublisher
from pawpop_monitoring.notifications.channel import Channel
from pawpop_monitoring.notifications.channels.email.attempts import DynamoAttemptLog
from pawpop_monitoring.notifications.channels.email.compose import EmailComposer
from pawpop_monitoring.notifications.channels.email.failover import Failover
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.notifications.channels.email.parts import Parts
from pawpop_monitoring.notifications.channels.email.recipients import Recipients
from pawpop_monitoring.notifications.channels.email.resend import ResendChannel
from pawpop_monitoring.notifications.channels.email.ses import SesChannel
from pawpop_monitoring.notifications.delivery_log import DeliveryLog
from pawpop_monitoring.notifications.grouping.group_store import DynamoGroupStore
from pawpop_monitoring.notifications.pipeline import AlertConsumer, Stages
from pawpop_monitoring.notifications.progress_store import DynamoProgressStore
from pawpop_monitoring.notifications.stages.business_hours import BusinessHours
from pawpop_monitoring.notifications.stages.group import Grouping
from pawpop_monitoring.notifications.stages.once import Once
from pawpop_monitoring.notifications.stages.readable import readable
from pawpop_monitoring.notifications.stages.send import Send
from pawpop_monitoring.notifications.stages.silenced import Silenced
from pawpop_monitoring.notifications.stages.still_true import StillTrue
from pawpop_monitoring.notifications.turns import Turns
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.mailbox_store import DynamoMailboxStore
from pawpop_monitoring.storage.record_writer import Recorder
from pawpop_monitoring.storage.silence_store import DynamoSilenceStore
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore
from tests.integration.faults.cloud import IDEMPOTENCY, STANDBY, Cloud
from tests.integration.faults.deaths import Deaths, Point
from tests.integration.faults.pump import Message

SENDER = "PawPop <alerts@example.com>"
GROUPING = timedelta(seconds=20)
PATIENCE = timedelta(minutes=5)


class MortalPersistence(DynamoDBPersistenceLayer):
    """Powertools' table, in a process that may die before it marks a message as sent."""

    def __init__(self, deaths: Deaths, client: Any) -> None:
        super().__init__(table_name=IDEMPOTENCY, boto3_client=client)
        self._deaths = deaths

    def _update_record(self, data_record: DataRecord) -> None:
        self._deaths.reach(Point.BEFORE_MARKING)
        super()._update_record(data_record)


@dataclass(frozen=True)
class _Invocation:
    def get_remaining_time_in_millis(self) -> int:
        return 30_000


@dataclass(frozen=True)
class NotifierFunction:
    """Each batch meets a fresh Lambda environment."""

    cloud: Cloud
    clock: Clock
    client: httpx.Client
    resend_url: str
    deaths: Deaths
    has_second_provider: Callable[[], bool] = lambda: False
    environment: Mapping[str, str] = field(default_factory=lambda: {"ALERT_RECIPIENTS": "shop@example.com"})
    api_key: Callable[[], str] = lambda: "re_test"

    def handle(self, messages: list[Message]) -> set[str]:
        """The ids of the messages that have to come back."""
        answer = notifier_app.run(self._services(), {"Records": messages}, cast("LambdaContext", _Invocation()))
        return {str(failure["itemIdentifier"]) for failure in answer["batchItemFailures"]}

    def _services(self) -> NotifierServices:
        dead_letters = self.cloud.queue("alerts-dead")
        log = DeliveryLog("email", SqsRecordPublisher(self.cloud.queue("records")), self.clock)
        people = people_of({"ESCALATION_RECIPIENTS": ""} | dict(self.environment))
        composer = EmailComposer(
            recipients=Recipients(people.always, people.escalation),
            zone=people.zone,
            notices=tuple(people.problems.values()),
            sender=SENDER,
        )
        provider = self._channel(ResendChannel(self.client, self.resend_url, self.api_key, SENDER))
        channel = Parts(provider, DynamoMailboxStore(client=self.cloud.dynamodb, table=STANDBY, clock=self.clock))
        progress = DynamoProgressStore(self.cloud.dynamodb, IDEMPOTENCY, "email")
        still_true = StillTrue(DynamoStandbyStore(client=self.cloud.dynamodb, table=STANDBY), progress, self.clock)
        groups = DynamoGroupStore(self.cloud.dynamodb, IDEMPOTENCY)
        stages = Stages(
            readable=readable,
            still_true=still_true,
            business_hours=BusinessHours(people.zone),
            silenced=Silenced(DynamoSilenceStore(client=self.cloud.dynamodb, table=STANDBY)),
            group=Grouping(groups, GROUPING, self.clock, still_true.standing),
            once=Once("email", MortalPersistence(self.deaths, self.cloud.dynamodb())),
            send=Send(channel, composer.compose, log, Turns(progress)),
        )
        consumer = AlertConsumer(stages, log, lambda body: dead_letters.send([body]), self.clock)
        return NotifierServices(consumer=consumer, postpone=self.cloud.queue("alerts").postpone)

    def _channel(self, resend: ResendChannel) -> Channel[Mail]:
        if not self.has_second_provider():
            return resend
        return Failover(
            first=resend,
            second=SesChannel(client=lambda: self.cloud.ses, sender=SENDER),
            log=DynamoAttemptLog(client=self.cloud.dynamodb, table=IDEMPOTENCY),
            patience=PATIENCE,
            clock=self.clock,
        )


@dataclass(frozen=True)
class RecorderFunction:
    """The recorder, which hangs up after each batch."""

    cloud: Cloud
    database: Database

    def handle(self, messages: list[Message]) -> set[str]:
        """The ids of the messages that have to come back."""
        services = RecorderServices(
            recorder=Recorder(self.database),
            records=self.cloud.queue("records"),
            dead_letters=self.cloud.queue("records-dead"),
        )
        try:
            return {message["messageId"] for message in recorder_app.run(services, messages)}
        finally:
            self.database.close()
