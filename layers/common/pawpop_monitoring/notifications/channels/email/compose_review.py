"""From a review to a mail."""

from dataclasses import dataclass

from pawpop_monitoring.contracts.review import ReviewMessage
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.notifications.channels.email.mail_headers import domain_of
from pawpop_monitoring.notifications.channels.email.templating import templates
from pawpop_monitoring.notifications.content.palette import REVIEW


@dataclass(frozen=True, slots=True)
class ReviewComposer:
    """Writes mails to `recipients`; an empty `dashboard_url` leaves the link out."""

    recipients: tuple[str, ...]
    sender: str
    dashboard_url: str = ""

    def compose(self, message: ReviewMessage) -> Mail:
        """The mail of one month, byte for byte the same each time."""
        shown = {"review": message.review, "palette": REVIEW, "dashboard_url": self.dashboard_url}
        return Mail(
            recipients=self.recipients,
            subject=f"Monthly review: your shop in {message.review.title}",
            text=templates().get_template("review.txt").render(shown),
            html=templates().get_template("review.html").render(shown),
            headers={
                "List-Id": f"PawPop Monitoring <alerts.{domain_of(self.sender)}>",
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
            idempotency_key=message.key,
        )
