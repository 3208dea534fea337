"""Keeping things: Postgres for the truth, DynamoDB for what has to outlive it."""
