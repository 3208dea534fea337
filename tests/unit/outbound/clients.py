"""Every client of a service outside, asked once."""

from collections.abc import Callable, Mapping

from pawpop_monitoring.checks.fal_ai.platform_api import FalKeys, FalPlatformApi
from pawpop_monitoring.checks.stripe.http_api import HttpStripeApi
from pawpop_monitoring.checks.supabase.project import HttpProjectProbe, ProjectAddress, ProjectKeys
from pawpop_monitoring.checks.system.heartbeat import Heartbeat
from pawpop_monitoring.domain.errors import DeliveryError
from pawpop_monitoring.domain.period import Period
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.notifications.channels.email.resend import ResendChannel
from pawpop_monitoring.outbound.http_client import bounded_client
from pawpop_monitoring.tracking.delivery import Delivery
from pawpop_monitoring.tracking.forwarding import Forwarder
from tests.factories import NOW

MAIL = Mail(recipients=("a@example.com",), subject="s", text="t", html="h", headers={}, idempotency_key="k/1-opened")


def fal(url: str) -> object:
    api = FalPlatformApi(bounded_client(), url, "fal-ai/flux", lambda: FalKeys("key:secret", "admin:secret"))
    return api.probe()


def fal_bill(url: str) -> object:
    api = FalPlatformApi(bounded_client(), url, "fal-ai/flux", lambda: FalKeys("key:secret", "admin:secret"))
    return api.billed(Period(NOW, NOW), "UTC")


def stripe(url: str) -> object:
    return HttpStripeApi(bounded_client(), url, lambda: "rk_live", lambda: "rk_live").probe(SECONDS)


def stripe_events(url: str) -> object:
    return HttpStripeApi(bounded_client(), url, lambda: "rk_live", lambda: "rk_live").undelivered(NOW, SECONDS)


def supabase(url: str) -> object:
    address = ProjectAddress(url, "abc", url)
    return HttpProjectProbe(bounded_client(), address, lambda: ProjectKeys("sb_secret", "sbp")).read()


def resend(url: str) -> object:
    try:
        return ResendChannel(bounded_client(), url, lambda: "re_key", "A <a@example.com>").send(MAIL)
    except DeliveryError as error:
        return error


def heartbeat(url: str) -> object:
    Heartbeat(url).succeeded()
    return None


def forwarding(url: str) -> object:
    return Forwarder(url, timeout=SECONDS)(Delivery(b"{}", {}))


SECONDS = 0.6
CLIENTS: Mapping[str, Callable[[str], object]] = {
    client.__name__: client
    for client in (fal, fal_bill, stripe, stripe_events, supabase, resend, heartbeat, forwarding)
}
