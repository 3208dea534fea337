"""List prices in US dollars, region us-east-1, and what of each is free for ever in every account.

What is free for the first twelve months only (API Gateway, S3) is not counted. `free` is per account and month; where
an account has used it up otherwise, the bill is higher by what it is worth, which the report names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

AS_OF = "2025-11"
"""When the pages under `source` were last read."""

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """`dollars` for `per` of `unit`, of which `free` are free for ever each month."""

    service: str
    unit: str
    dollars: Decimal
    source: str
    per: int = 1
    free: Decimal = Decimal(0)

    def of(self, quantity: Decimal) -> Decimal:
        """What so many cost once the free ones are used up elsewhere."""
        return self.dollars * quantity / self.per

    def charged(self, quantity: Decimal) -> Decimal:
        """How many of them are charged."""
        return max(Decimal(0), quantity - self.free)


def _price(service: str, unit: str, dollars: str, per: int = 1, free: int = 0) -> Price:
    page = service.partition(",")[0].lower().replace(" ", "-")
    return Price(service, unit, Decimal(dollars), f"aws.amazon.com/{page}/pricing", per, Decimal(free))


PRICES: Mapping[str, Price] = MappingProxyType(
    {
        "lambda.requests": _price("Lambda", "invocations", "0.20", MILLION, free=MILLION),
        "lambda.arm64": _price("Lambda", "GB-seconds on arm64", "0.0000133334", free=400_000),
        "lambda.x86_64": _price("Lambda", "GB-seconds on x86_64", "0.0000166667", free=400_000),
        "sqs.requests": _price("SQS", "requests", "0.40", MILLION, free=MILLION),
        "sns.requests": _price("SNS", "messages published", "0.50", MILLION, free=MILLION),
        "sns.emails": _price("SNS", "mails of alarms", "2.00", 100_000, free=1_000),
        "dynamodb.writes": _price("DynamoDB", "write units, on demand", "0.625", MILLION),
        "dynamodb.reads": _price("DynamoDB", "read units, on demand", "0.125", MILLION),
        "dynamodb.storage": _price("DynamoDB", "GB stored", "0.25", free=25),
        "cloudwatch.metrics": _price("CloudWatch", "custom metrics", "0.30", free=10),
        "cloudwatch.alarms": _price("CloudWatch", "metrics that alarms look at", "0.10", free=10),
        "cloudwatch.logs": _price("CloudWatch", "GB of logs taken in", "0.50", free=5),
        "cloudwatch.archive": _price("CloudWatch", "GB of logs kept", "0.03", free=5),
        "api.calls": _price("API Gateway", "calls", "3.50", MILLION),
        "transfer.out": _price("EC2, data transfer", "GB to the internet", "0.09", free=100),
        "s3.storage": _price("S3", "GB of deployed code", "0.023"),
        "kms.requests": _price("KMS", "decryptions of secrets", "0.03", 10_000, free=20_000),
        "ssm.parameters": _price("Systems Manager", "standard parameters", "0"),
        "secrets.kept": _price("Secrets Manager", "secrets", "0.40"),
        "secrets.reads": _price("Secrets Manager", "reads", "0.05", 10_000),
        "events.rules": _price("EventBridge", "runs of schedules", "0"),
        "budgets.kept": _price("AWS cost management", "budgets that only tell", "0"),
    }
)
