"""Each kind of resource of the template, and where the bill counts it: what is added there must be counted as well."""

from collections.abc import Mapping
from types import MappingProxyType

COUNTED: Mapping[str, str] = MappingProxyType(
    {
        "AWS::Serverless::Function": "by its invocations and GB-seconds",
        "AWS::Serverless::LayerVersion": "as deployed code",
        "AWS::Serverless::Api": "by its calls",
        "AWS::Logs::LogGroup": "by what is written to it",
        "AWS::SQS::Queue": "by requests; one without a consumer costs nothing",
        "AWS::DynamoDB::Table": "by its reads, writes and GB",
        "AWS::SecretsManager::Secret": "each, and its reads",
        "AWS::SNS::Topic": "free but for what it sends",
        "AWS::SNS::Subscription": "by its mails; free to SQS",
        "AWS::SQS::QueuePolicy": "free",
        "AWS::IAM::Role": "free",
        "AWS::IAM::ManagedPolicy": "free",
        "AWS::Lambda::Permission": "free",
        "AWS::Budgets::Budget": "free while it only tells",
        "AWS::CloudWatch::Alarm": "by the metrics that it looks at",
    }
)
