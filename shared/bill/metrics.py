"""Metrics of our own, each of one dimension with one value, so that there are as many as names."""

MAILS = (
    "MailsSent",
    "MailsDeduplicated",
    "MailsInProgress",
    "MailsDeferred",
    "MailsSuperseded",
    "MailsFailed",
    "MailsNeedAPerson",
    "MessagesPutAside",
)
DELIVERIES = ("StripeDeliveryRefused",)


def metric_names() -> tuple[str, ...]:
    """All that functions send; a test holds it equal to the code."""
    return MAILS + DELIVERIES
