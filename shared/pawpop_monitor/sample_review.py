"""A monthly review with made-up numbers, put into the queue that the check of trends puts real ones into."""

import json
import time
from typing import Any

type Json = dict[str, Any]

TITLE = "a month of made-up numbers"


def sample_review(stamp: str) -> Json:
    """The message; each `stamp` is a mail of its own, and none is that of a real month."""
    return {
        "kind": "review",
        "test": stamp,
        "review": {
            "month": time.strftime("%Y-%m"),
            "title": TITLE,
            "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "lead": "This is a test: each number in it is made up. 3 alerts, the longest for 20 min. It cost $61.20.",
            "alerts": 3,
            "cost_usd": 61.2,
            "happened": [
                {"name": "Alerts", "value": "3 alerts", "also": "1 high, 2 medium"},
                {"name": "Supabase", "value": "99.95 % up", "also": "not usable for 20 min"},
            ],
            "rules": [{"name": "Supabase: connections", "value": "2 alerts", "also": "each over by itself"}],
            "costs": [{"name": "fal.ai", "value": "$61.20", "also": "$58.10 in the month before, 5 % more"}],
            "advice": [
                {
                    "title": "Raise SupabaseConnectionThreshold from 80 to 93",
                    "evidence": "Made up as well: connections raised 2 alerts, each over by itself.",
                    "undo": "make deploy SET='SupabaseConnectionThreshold=80'",
                }
            ],
            "notes": ["The review of a real month comes on its first working day; `pawpop-monitor review` shows it."],
        },
    }


def send_sample_review(stack: Json, stamp: str) -> None:
    """Into AlertQueue of the local `stack`."""
    import boto3  # noqa: PLC0415  only this command needs it

    local = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": stack["region"]}
    sqs = boto3.client("sqs", endpoint_url=stack["aws_endpoint_url"], **local)
    sqs.send_message(QueueUrl=stack["queues"]["alerts"], MessageBody=json.dumps(sample_review(stamp)))
