"""What is counted, by templates made for it."""

from decimal import Decimal

import pytest

from bill.bill import Line
from bill.measured import RUNS
from bill.prices import PRICES
from bill.queues import uses_of_queues
from bill.runs import Runs
from bill.secrets import uses_of_secrets
from bill.template import Template
from bill.use import Use
from bill.watching import uses_of_watching
from bill.workload import Workload

CONSUMER = """
Globals: {{Function: {{MemorySize: 512}}}}
Resources:
  Consumer:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/recorder
      Events: {{Records: {{Type: SQS, Properties: {{Queue: !GetAtt Queue.Arn{scaling}}}}}}}
"""


def _polls(scaling: str) -> Decimal:
    return next(iter(uses_of_queues(Template.load(CONSUMER.format(scaling=scaling)), []))).quantity


def test_lambda_polls_an_idle_queue_with_two_pollers_and_a_bounded_one_with_five() -> None:
    assert _polls("") == 730 * 180 * 2
    assert _polls(", ScalingConfig: {MaximumConcurrency: 2}") == 730 * 180 * 5


def test_what_is_free_for_ever_is_not_charged_and_what_is_beyond_it_is() -> None:
    price = PRICES["sqs.requests"]
    assert Line(price, [Use.of("sqs.requests", 1_000_000, "")]).dollars == 0
    line = Line(price, [Use.of("sqs.requests", 900_000, ""), Use.of("sqs.requests", 1_100_000, "")])
    assert (line.dollars, line.saved) == (Decimal("0.40"), Decimal("0.40"))


def _kinds(kind: str) -> dict[str, Decimal]:
    template = Template.load(f"Resources: {{A: {{Type: '{kind}'}}}}")
    runs = [Runs("check_supabase", Decimal(8760), "")]
    return {use.price: use.quantity for use in uses_of_secrets(template, Workload(interval=5), runs)}


def test_secrets_are_counted_where_they_are_kept() -> None:
    read = RUNS["check_supabase"].secrets * (876 + 730)
    assert _kinds("AWS::SecretsManager::Secret") == {"secrets.kept": 1, "secrets.reads": read}
    assert _kinds("AWS::SQS::Queue") == {"ssm.parameters": 0, "kms.requests": read}


ALARMS = """
Resources:
  Plain: {Type: AWS::CloudWatch::Alarm, Properties: {MetricName: Errors}}
  Computed:
    Type: AWS::CloudWatch::Alarm
    Properties: {Metrics: [{Id: a, MetricStat: {}}, {Id: b, MetricStat: {}}, {Id: sum, Expression: a + b}]}
"""


def test_an_alarm_costs_as_much_as_the_metrics_that_it_looks_at() -> None:
    uses = {use.price: use.quantity for use in uses_of_watching(Template.load(ALARMS))}
    assert uses["cloudwatch.alarms"] == 3


def test_a_schedule_that_the_bill_can_not_count_is_an_error() -> None:
    text = CONSUMER.format(scaling="").replace(
        "Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}",
        "Type: Schedule, Properties: {Schedule: rate(7 minutes)}",
    )
    with pytest.raises(ValueError, match="rate\\(7 minutes\\)"):
        Template.load(text).a_day()
