"""What people write is taken at deployment, and what they can't mean is refused there. Thresholds: test_bounds.py."""

import pytest

from parameter_file.declared import declared
from tests.unit.template.document import FILE

PARAMETERS = declared(FILE)

GOOD = {
    "NetworkAnchors": ["one.one.one.one:443,dns.google:443", "127.0.0.1:1", "a.example:65535"],
    "AlertRecipients": [
        "",
        "a@example.com",
        "a@example.com, b@example.com,",
        "a@example.com;b@example.com",
        '"Doe, Jane" <jane@example.com>',
        "Jane <jane@example.com>, ops+night@shop.example.co.uk",
    ],
    "AlertSender": ["a@example.com", "PawPop Monitoring <monitoring@pawpopart.com>", '"Paw, Pop" <m@pawpopart.com>'],
    "SesFallbackSender": ["", "m@pawpopart.com"],
    "DisplayTimeZone": ["UTC", "Europe/Vienna", "America/Argentina/Buenos_Aires", "Etc/GMT+1", "EST5EDT"],
    "AllowedOrigins": ["", "https://a.example", "http://localhost:3000, https://b.example"],
    "DatabaseUrl": ["postgresql://u:p@h:6543/db?sslmode=require", "postgres://u@h/db"],
    "ApiAdminToken": ["PY34AyPYcgh52vu1o9P7NXog39QGejrN", "a!b#c$d%e&f(g)h*i"],
    "CheckInterval": ["rate(1 minute)", "rate(15 minutes)"],
    "AlarmEmail": ["", "a@example.com"],
    "LiveConcurrency": ["0", "3", "20"],
    "MonthlyBudget": ["0", "10", "2.50", "0.5", "0.05", "1000000"],
    "DashboardUrl": ["", "https://status.example/dashboard"],
    "StripeForwardUrl": [
        "",
        "https://shop.example/webhooks?x=1",
        "http://127.0.0.1:8080/hook",
        "http://localhost/hook",
    ],
    "StripeBaseUrl": ["https://api.stripe.com", "http://127.0.0.1:4010/stripe"],
    "StatusContact": ["", "help@shop.example", "https://shop.example/contact?from=status"],
    "HeartbeatUrl": ["", "http://health.example/ping"],
}
BAD = {
    "NetworkAnchors": ["", "one.one.one.one", "a.example:0", "a.example:65536", "a.example:4430000", "a:1, b:2"],
    "AlarmEmail": ["a@example.com,", "a@example.com;", "a@example", "A <a@example.com>", "a@b@example.com"],
    "AdditionalServices": ["a" * 64, "printify, " + "b" * 64],
    "LiveConcurrency": ["2.5", "21", "-1"],
    "AlertRecipients": ["owner@example.com, not an address", "a@example", "a@example.com b@example.com", "@"],
    "EscalationRecipients": ["nobody"],
    "AlertSender": ["", "PawPop Monitoring", "Name <a@b.example"],
    "DisplayTimeZone": ["", "Europe/", "+01:00", "Europe/Vienna "],
    "AllowedOrigins": ["https://a.example/", "a.example", "*"],
    "DatabaseUrl": ["", "mysql://u@h/db", "postgresql://u:p w@h/db"],
    "ApiReadToken": [
        "short",
        'PY34AyPYcgh52vu1"P7NXog39QGejrN',
        "PY34AyPYcgh52vu1\\P7NXog39QGejrN",
        "with a space in it",
    ],
    "CheckInterval": ["rate(16 minutes)", "rate(0 minutes)", "rate(1 minutes)"],
    "FalDailyCostLimit": ["-5", "", "abc", "0"],
    "MonthlyBudget": ["-1", "0.00", "0.0", "$10", "10,5", ""],
    "StatusContact": ["the shop", "javascript:alert(1)", "a@b"],
    "ResendBaseUrl": ["", "api.resend.com"],
    "DashboardUrl": ["javascript:alert(1)"],
    "StripeForwardUrl": [
        "http://shop.example/webhooks",
        "http://localhost.shop.example/",
        "http://127.0.0.1@shop.example/",
    ],
    "SupabaseProjectUrl": ["http://abc.supabase.co"],
    "FalBaseUrl": ["http://api.fal.ai/v1"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in GOOD.items() for value in values])
def test_what_people_write_is_taken(name: str, value: str) -> None:
    assert PARAMETERS[name].problem_of(value) is None


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_what_can_not_be_meant_is_refused_at_deployment(name: str, value: str) -> None:
    assert PARAMETERS[name].problem_of(value)


@pytest.mark.parametrize("name", PARAMETERS)
def test_no_default_is_refused(name: str) -> None:
    default = PARAMETERS[name].default
    assert default is None or PARAMETERS[name].problem_of(default) is None
