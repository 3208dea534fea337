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
from pawpop_monitoring.notifications.channels.email.mail import Mail

_SERVER_ERROR = 500
_BUSY = frozenset({"TooManyRequestsException", "LimitExceededException", "ThrottlingException", "Throttling"})
_OF_SOMEBODY = frozenset({"MessageRejected", "BadRequestException"})
"""Said of the whole mail where one recipient is not verified (in SES's sandbox) or is no address."""
_NEVER_SENT = (EndpointConnectionError, ConnectTimeoutError)


@dataclass(frozen=True, slots=True)
class SesChannel:
    """Sends mails from `sender`; `client` answers a boto3 `sesv2` client that never repeats a request by itself."""

    client: Callable[[], Any]
    sender: str
    name: ClassVar[str] = "email"

    def send(self, mail: Mail) -> Receipt:
        """One request, with the whole mail as it stands."""
        try:
            answer = self.client().send_email(
                FromEmailAddress=self.sender,
                Destination={"ToAddresses": list(mail.recipients)},
                Content={"Raw": {"Data": self._mime(mail)}},
            )
        except ClientError as error:
            raise _refusal(error) from error
        except BotoCoreError as error:
            undecided = isinstance(error, HTTPClientError) and not isinstance(error, _NEVER_SENT)
            reason = f"Amazon SES did not answer: {type(error).__name__}"
            raise RetryableDeliveryError(reason, undecided=undecided) from error
        return Receipt(str(answer["MessageId"]), "sent by Amazon SES")

    def _mime(self, mail: Mail) -> bytes:
        mime = EmailMessage(policy=SMTP)
        mime["From"] = self.sender
        mime["To"] = ", ".join(mail.recipients)
        mime["Subject"] = mail.subject
        for name, value in mail.headers.items():
            mime[name] = value
        mime.set_content(mail.text, cte="quoted-printable")
        mime.add_alternative(mail.html, subtype="html", cte="quoted-printable")
        return mime.as_bytes()


def _refusal(error: ClientError) -> RetryableDeliveryError | PermanentDeliveryError:
    code = error.response.get("Error", {}).get("Code", "unknown")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", _SERVER_ERROR)
    reason = f"Amazon SES answered {status} {code}"
    if status >= _SERVER_ERROR:
        return RetryableDeliveryError(reason, undecided=True)
    if code in _OF_SOMEBODY:
        return RetryableDeliveryError(reason, needs_person=True, of_somebody=True)
    return RetryableDeliveryError(reason) if code in _BUSY else PermanentDeliveryError(reason)
