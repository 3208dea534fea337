"""What can be tried before anything is changed: each answer against the one who knows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parseaddr

from deploy import supabase_address
from deploy.installation import Installation
from deploy.ports import Cloud, Domains, Postgres, Resend

_ENOUGH = 50
"""Functions at once; opening the dashboard beside a round of checks takes 13."""
_TRIAL_DOMAIN = "resend.dev"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found; one that names a `parameter` says why its value would make the deployment useless."""

    text: str
    parameter: str = ""


def look(
    answers: Mapping[str, str], installation: Installation, cloud: Cloud, resend: Resend, postgres: Postgres
) -> list[Finding]:
    """Everything there is to say, refused or not."""
    domains = resend.domains(answers["ResendApiKey"], answers["ResendBaseUrl"])
    return [
        *_database(answers["DatabaseUrl"], postgres),
        *_mail(answers["AlertSender"], domains, installation),
        *_concurrency(cloud.concurrency()),
        *(_second_provider(cloud.may_mail_anybody()) if answers["SesFallbackSender"] else ()),
    ]


def _database(url: str, postgres: Postgres) -> Iterator[Finding]:
    if problem := supabase_address.problem_of(url):
        yield Finding(problem, "DatabaseUrl")
    elif refusal := postgres.refusal(url):
        yield Finding(f"DatabaseUrl: {refusal}", "DatabaseUrl")
    elif advice := supabase_address.advice_on(url):
        yield Finding(advice)


def _mail(sender: str, domains: Domains, installation: Installation) -> Iterator[Finding]:
    domain = parseaddr(sender)[1].rpartition("@")[2].lower()
    if domains.refused:
        yield Finding(f"Resend takes no mails with this key: {domains.refused}", "ResendApiKey")
    elif domains.unknown:
        yield Finding(f"Resend could not be asked about the key: {domains.unknown}")
    elif domain == _TRIAL_DOMAIN:
        yield Finding(f"{sender} is Resend's address for trials; it reaches nobody but the owner of the account.")
    elif domains.verified is None:
        yield Finding(
            f"The key may only send, so Resend does not say whether {domain} is verified; the test mail will."
        )
    elif domain not in domains.verified:
        there = ", ".join(sorted(domains.verified)) or "none"
        command = installation.command("AlertSender=Name <monitoring@your-domain>")
        yield Finding(
            f"The domain {domain} of AlertSender is not verified at Resend (verified there: {there}). Set its DNS"
            f" records at resend.com/domains, or take another sender: {command}",
            "AlertSender",
        )


def _second_provider(may_mail_anybody: bool | None) -> Iterator[Finding]:
    if may_mail_anybody is False:
        yield Finding(
            "Amazon SES is in its sandbox here: if Resend refuses a mail, SES would reach verified addresses only. Ask"
            " for production access in its console."
        )


def _concurrency(count: int | None) -> Iterator[Finding]:
    if count is not None and count < _ENOUGH:
        yield Finding(
            f"This account runs {count} functions at once, as new ones do; checks and pages would wait for each other."
            " Ask for more, it is free: aws service-quotas request-service-quota-increase --service-code lambda"
            " --quota-code L-B99A9384 --desired-value 1000"
        )
