"""The way to status_mailer, for those who have something to be mailed."""

from collections.abc import Callable

from pawpop_monitoring.bootstrap.clients import aws
from pawpop_monitoring.domain.errors import StoreUnavailableError


def status_mail_topic(arn: str) -> Callable[[str], None]:
    """Publishes a message; StoreUnavailableError if that can't be done."""
    from botocore.exceptions import BotoCoreError, ClientError

    def publish(body: str) -> None:
        entries = [{"Id": "0", "Message": body}]
        try:
            answer = aws("sns").publish_batch(TopicArn=arn, PublishBatchRequestEntries=entries)
        except (BotoCoreError, ClientError) as error:
            raise StoreUnavailableError(f"Mails can't be asked for: {type(error).__name__}.") from None
        if answer.get("Failed"):
            raise StoreUnavailableError("Mails can't be asked for: they were refused.")

    return publish
