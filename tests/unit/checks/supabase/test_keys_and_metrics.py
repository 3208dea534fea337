"""Both formats of keys, and figures from Prometheus's text."""

import base64

import pytest

from pawpop_monitoring.checks.supabase.project.keys import ProjectKeys
from pawpop_monitoring.checks.supabase.project.metrics import figures_in

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2ln"


def test_an_opaque_key_is_no_bearer_token_and_a_jwt_is_one() -> None:
    assert ProjectKeys(api="sb_secret_x").for_project() == {"apikey": "sb_secret_x"}
    assert ProjectKeys(api=JWT).for_project() == {"apikey": JWT, "Authorization": f"Bearer {JWT}"}
    assert ProjectKeys().for_project() == {}


@pytest.mark.parametrize("key", ["sb_secret_x", JWT])
def test_the_metrics_endpoint_takes_either_with_a_user_name(key: str) -> None:
    kind, _, pair = ProjectKeys(api=key).for_metrics()["Authorization"].partition(" ")
    assert (kind, base64.b64decode(pair).decode()) == ("Basic", f"service_role:{key}")


@pytest.mark.parametrize(("key", "may"), [("sb_publishable_x", False), ("", False), ("sb_secret_x", True), (JWT, True)])
def test_a_key_for_browsers_may_not_read_metrics(key: str, may: bool) -> None:
    assert ProjectKeys(api=key).may_read_metrics is may


def test_the_data_disk_is_told_from_the_others() -> None:
    text = """# HELP node_filesystem_avail_bytes x
node_filesystem_avail_bytes{device="a",mountpoint="/"} 0
node_filesystem_avail_bytes{device="b",mountpoint="/data"} 5e+08 1764000000000
node_filesystem_size_bytes{device="a",mountpoint="/"} 1e+09
node_filesystem_size_bytes{device="b",mountpoint="/data"} 1e+10
pgbouncer_pools_client_waiting_connections{user="a"} 2
pgbouncer_pools_client_waiting_connections{user="b"} 3
"""
    assert figures_in(text) == {"diskUsedPercent": 95.0, "poolerWaitingClients": 5.0}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>no metrics</html>",
        "node_load1",
        "node_load1 NaN",
        "node_load1 many",
        'node_filesystem_avail_bytes{mountpoint="/data"} 9\nnode_filesystem_size_bytes{mountpoint="/data"} 0',
        'node_filesystem_avail_bytes{mountpoint="/data"} 9\nnode_filesystem_size_bytes{mountpoint="/data"} 8',
        'node_filesystem_avail_bytes{mountpoint="/da',
    ],
)
def test_nonsense_is_left_out(text: str) -> None:
    assert figures_in(text) == {}
