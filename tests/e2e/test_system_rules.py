"""Rules of the monitoring on itself, through the deployed stack."""

import boto3
import pytest

from tests.e2e.shop import Shop

pytestmark = pytest.mark.e2e


def test_a_message_that_was_given_up_is_one_mail_and_recovers(shop: Shop) -> None:
    stack = shop.stack
    sqs = boto3.client(
        "sqs",
        endpoint_url=stack.aws_endpoint_url,
        region_name=stack.region,
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    sqs.send_message(QueueUrl=stack.queues.records_dlq, MessageBody='{"kind": "unheard of"}')
    shop.check("system", times=2)
    opened = "[HIGH] system Alert: Messages of the queue of records were given up"
    assert shop.mails_once_quiet(1) == [opened]
    (alert,) = shop.alerts(service="system")
    assert (alert["fingerprint"], alert["details"]["value"]) == ("system:dead_letters:records", 1)
    assert alert["details"]["oldestAgeMinutes"] < 1

    sqs.purge_queue(QueueUrl=stack.queues.records_dlq)
    shop.check("system")
    assert shop.mails_once_quiet(2) == [
        opened,
        "[RESOLVED] system Alert: Messages of the queue of records were given up",
    ]


def test_a_look_at_itself_is_kept_with_uptime_and_queues(shop: Shop) -> None:
    shop.check("supabase")
    shop.wait_until_quiet()
    shop.check("system")
    shop.wait_until_quiet()
    ((status, details),) = shop.query("SELECT status, details FROM system_health_metrics WHERE service = 'system'")
    assert status == "healthy"
    assert details["queues"] == {"recordsWaiting": 0, "alertsDeadLetters": 0, "recordsDeadLetters": 0}
    assert details["uptime24h"]["supabase"] == 100.0
    assert set(details["watchedSince"]) == {"supabase", "fal-ai", "stripe"}
