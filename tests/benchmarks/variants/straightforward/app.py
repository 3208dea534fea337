"""The webhook as one would write it first: Stripe's SDK, and boto3 at import."""

import os
from typing import Any

import boto3
import stripe

queue = boto3.client("sqs", region_name="us-east-1")
secrets = boto3.client("secretsmanager", region_name="us-east-1")


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Verify and hand over."""
    try:
        stripe.Webhook.construct_event(event["body"], event["headers"]["Stripe-Signature"], os.environ["SECRET"])
    except (KeyError, ValueError, stripe.SignatureVerificationError):
        return {"statusCode": 400}
    queue.send_message(QueueUrl=os.environ["RECORD_QUEUE_URL"], MessageBody=event["body"])
    return {"statusCode": 200}
