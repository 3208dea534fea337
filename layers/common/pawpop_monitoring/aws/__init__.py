"""AWS calls for the hot path, over the standard library alone: boto3 would cost it a quarter of a second to import."""
