"""All settings that a person gives, looked at in one place, by whoever can tell of what is wrong with them."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from pawpop_monitoring.bootstrap import people
from pawpop_monitoring.domain.component import DEFAULT_COMPONENTS
from pawpop_monitoring.settings import Components, Contact, Sender, ServiceNames, Settings, TimeZone, WebAddress
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds


class Decorations(Settings):
    """What mails and pages are adorned with; the functions that use it fall back where it is wrong."""

    display_time_zone: TimeZone = ZoneInfo("UTC")
    dashboard_url: WebAddress = ""
    api_public_url: WebAddress = ""
    alert_sender: Sender = "alerts@example.com"


class PublicDecorations(Settings):
    """What the public status page is adorned with."""

    additional_services: ServiceNames = ()
    status_components: Components = DEFAULT_COMPONENTS
    status_contact: Contact = ""


def mistakes(environment: Mapping[str, str]) -> Mapping[str, str] | None:
    """A sentence on each variable that is wrong, by its name; None for a function that is not given all of them."""
    if not {*(field.upper() for field in Decorations.model_fields), *people.VARIABLES} <= environment.keys():
        return None
    models: tuple[type[Settings], ...] = (
        Decorations,
        PublicDecorations,
        SupabaseThresholds,
        FalThresholds,
        StripeThresholds,
    )
    found = dict(people.people_of(environment).problems)
    return found | {name: said for model in models for name, said in model.mistakes(environment).items()}
