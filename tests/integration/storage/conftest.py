"""The standby table, in moto, and a database of an earlier installation."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import psycopg
import pytest
from moto import mock_aws
from psycopg.rows import TupleRow

from local_stack.postgres import Cluster
from tests.integration.schema import migrate

TABLE = "standby"
SEED = Path(__file__).with_name("seed_008.sql").read_text()

type Connection = psycopg.Connection[TupleRow]


@pytest.fixture
def dynamodb(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        client = boto3.client("dynamodb", region_name="us-east-1")
        client.create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": "service", "AttributeType": "S"},
                {"AttributeName": "fingerprint", "AttributeType": "S"},
            ],
            KeySchema=[
                {"AttributeName": "service", "KeyType": "HASH"},
                {"AttributeName": "fingerprint", "KeyType": "RANGE"},
            ],
        )
        yield client


@pytest.fixture(scope="module")
def supabase_roles(cluster: Cluster) -> Iterator[None]:
    """The roles that Supabase brings, for as long as these tests run."""
    with psycopg.connect(cluster.url("postgres", superuser=True), autocommit=True) as connection:
        for role in ("anon", "authenticated", "service_role BYPASSRLS"):
            connection.execute(f"CREATE ROLE {role}".encode())
        yield
        for role in ("anon", "authenticated", "service_role"):
            connection.execute(f"DROP ROLE {role}".encode())


@pytest.fixture
def earlier(empty_database_url: str, supabase_roles: None) -> Iterator[Connection]:
    """An earlier installation with data."""
    with psycopg.connect(empty_database_url, autocommit=True) as connection:
        connection.execute(SEED.encode())
        yield connection


@pytest.fixture
def forward(earlier: Connection, empty_database_url: str) -> Connection:
    """The earlier installation after the migration."""
    migrate(empty_database_url)
    return earlier
