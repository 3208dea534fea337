"""Targets as people write them."""

import base64

import pytest

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.notifications.channels.webhook.target import Target, targets_of

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()


def test_one_target_a_line_each_with_its_own_secrets() -> None:
    text = f"ops https://ops.example/hook {SECRET},{SECRET}\n\n shop https://shop.example:8443/ {SECRET};"
    assert targets_of(text) == [
        Target("ops", "https://ops.example/hook", (SECRET, SECRET)),
        Target("shop", "https://shop.example:8443/", (SECRET,)),
    ]


def test_none_is_none() -> None:
    assert targets_of(" \n") == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("https://ops.example/hook", "needs a name, an address and a secret"),
        (f"Ops https://ops.example {SECRET}", "'Ops' is no name"),
        (f"ops http://ops.example {SECRET}", "starts with https://"),
        (f"ops https:// {SECRET}", "starts with https://"),
        (f"ops https://ops.example:99999 {SECRET}", "starts with https://"),
        (f"ops https://öps.example {SECRET}", "starts with https://"),
        ("ops https://ops.example secret", "24 to 64 bytes"),
        ("ops https://ops.example whsec_c2hvcnQ=", "24 to 64 bytes"),
        ("ops https://ops.example ,", "24 to 64 bytes"),
        (f"ops https://a.example {SECRET}\nops https://b.example {SECRET}", "two targets are called 'ops'"),
    ],
)
def test_what_is_wrong_is_named(text: str, complaint: str) -> None:
    with pytest.raises(ConfigurationError, match="ChannelWebhook") as refused:
        targets_of(text)
    assert complaint in str(refused.value)


def test_all_that_is_wrong_is_named_at_once_and_no_secret_is_repeated() -> None:
    with pytest.raises(ConfigurationError) as refused:
        targets_of("Ops http://a.example hunter2\nshop http://b.example hunter3")
    assert "Ops" in str(refused.value)
    assert "shop" in str(refused.value)
    assert "hunter" not in str(refused.value)


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "127.0.0.1:9000", "[::1]:8443", "[fd00::1]", "169.254.169.254", "localhost"]
)
def test_an_address_inside_a_private_network_is_refused_unless_its_host_is_named(host: str) -> None:
    with pytest.raises(ConfigurationError, match=r"'ops' lies inside a private network; .* WebhookPrivateHosts"):
        targets_of(f"ops https://{host}/hook {SECRET}")
    assert targets_of(f"ops https://{host}/hook {SECRET}", [host.strip("[]").replace("]:", ":")])
    assert targets_of(f"ops https://8.8.8.8/hook {SECRET}")


def test_a_host_inside_can_be_asked_without_tls_if_it_is_named() -> None:
    assert targets_of(f"ops http://127.0.0.1:9000/hook {SECRET}", ["127.0.0.1:9000"])
