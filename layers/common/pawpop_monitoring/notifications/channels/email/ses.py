"""Amazon SES, over its v2 API. It has no idempotency key: see attempts.py for when it may be asked."""

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any, ClassVar

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
)

from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.notification import Notification

_SERVER_ERROR = 500
_BUSY = frozenset({"TooManyRequestsException", "LimitExceededException", "ThrottlingException", "Throttling"})
_NEVER_SENT = (EndpointConnectionError, ConnectTimeoutError)


@dataclass(frozen=True, slots=True)
class SesChannel:
    """Sends mails from `sender`; `client` answers a boto3 `sesv2` client that never repeats a request by itself."""

    client: Callable[[], Any]
    sender: str
    name: ClassVar[str] = "email"

    def send(self, notification: Notification) -> Receipt:
        """One request, with the whole mail as it stands."""
        try:
            answer = self.client().send_email(
                FromEmailAddress=self.sender,
                Destination={"ToAddresses": list(notification.recipients)},
                Content={"Raw": {"Data": self._mime(notification)}},
            )
        except ClientError as error:
            raise _refusal(error) from error
        except BotoCoreError as error:
            undecided = isinstance(error, HTTPClientError) and not isinstance(error, _NEVER_SENT)
            reason = f"Amazon SES did not answer: {type(error).__name__}"
            raise RetryableDeliveryError(reason, undecided=undecided) from error
        return Receipt(str(answer["MessageId"]), "sent by Amazon SES")

    def _mime(self, notification: Notification) -> bytes:
        mail = EmailMessage(policy=SMTP)
        mail["From"] = self.sender
        mail["To"] = ", ".join(notification.recipients)
        mail["Subject"] = notification.subject
        for name, value in notification.headers.items():
            mail[name] = value
        mail.set_content(notification.text, cte="quoted-printable")
        mail.add_alternative(notification.html, subtype="html", cte="quoted-printable")
        return mail.as_bytes()


def _refusal(error: ClientError) -> RetryableDeliveryError | PermanentDeliveryError:
    code = error.response.get("Error", {}).get("Code", "unknown")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", _SERVER_ERROR)
    reason = f"Amazon SES answered {status} {code}"
    if status >= _SERVER_ERROR:
        return RetryableDeliveryError(reason, undecided=True)
    return RetryableDeliveryError(reason) if code in _BUSY else PermanentDeliveryError(reason)
