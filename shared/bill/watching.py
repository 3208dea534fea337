"""CloudWatch: metrics of our own, alarms, and the mails that those send."""

from collections.abc import Iterator

from bill.metrics import metric_names
from bill.template import Node, Template
from bill.use import Use

_MAILS_OF_ALARMS = 20


def uses_of_watching(template: Template) -> Iterator[Use]:
    """A metric is charged by the hours in which it was sent; here each is sent in every one."""
    names = metric_names()
    yield Use.of("cloudwatch.metrics", len(names), ", ".join(names))
    alarms = template.of_type("AWS::CloudWatch::Alarm")
    looked_at = sum(map(_metrics_of, alarms.values()))
    yield Use.of("cloudwatch.alarms", looked_at, ", ".join(sorted(alarms)))
    yield Use.of("sns.emails", _MAILS_OF_ALARMS, "alarms that begin and end")
    yield Use.of("budgets.kept", len(template.of_type("AWS::Budgets::Budget")), "told by mail, without actions")


def _metrics_of(alarm: Node) -> int:
    """An alarm is charged for each metric that it computes with."""
    return len([query for query in alarm.get("Metrics", [{"MetricStat": {}}]) if "MetricStat" in query])
