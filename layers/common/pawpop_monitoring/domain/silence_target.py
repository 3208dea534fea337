"""Which alerts a person means to silence: names that exist, in the forms in which people write them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import InvalidRequestError
from pawpop_monitoring.domain.rules import ALL_RULES, MANUAL_RULE, find_rule


@dataclass(frozen=True, slots=True)
class SilenceTarget:
    """Names that an alert must have to be meant; None is any."""

    service: str | None = None
    rule: str | None = None
    fingerprint: str | None = None

    @property
    def is_all(self) -> bool:
        """True if no alert is left out."""
        return self.service is None and self.rule is None and self.fingerprint is None

    def written_out(self) -> "SilenceTarget":
        """`supabase.unreachable`, as tables and people write it, is `supabase:unreachable`; a rule may be so too."""
        service, rule, fingerprint = self.service, self.rule, self.fingerprint
        if rule is not None and (parted := _parted(rule)):
            own, rule = parted
            if service not in {None, own}:
                raise InvalidRequestError(f"rule: {self.rule!r} is not a rule of {service}")
            service = own
        if fingerprint is not None and ":" not in fingerprint:
            fingerprint = ":".join(fingerprint.split(".", 2))
        return _of_all_targets(SilenceTarget(service, rule, fingerprint))


def _of_all_targets(written: SilenceTarget) -> SilenceTarget:
    """`system:dead_letters` is the fingerprint of no alert, since each has a queue behind it: all are meant."""
    names = (written.fingerprint or "").split(":")
    rule = find_rule(*names) if len(names) == 2 else None  # noqa: PLR2004
    if rule is None or not rule.target or {written.service, written.rule} - {None, rule.service, rule.name}:
        return written
    return SilenceTarget(rule.service, rule.name)


def check_target(target: SilenceTarget, services: Sequence[str], alerts: Iterable[Alert]) -> None:
    """InvalidRequestError if no alert could ever be meant, with what might be; the names of open `alerts` exist."""
    known = _known_rules(services) | {(alert.service, alert.rule) for alert in alerts}
    if target.service is not None and target.service not in {*services, *(service for service, _ in known)}:
        raise _unknown("service", target.service, services)
    if target.rule is not None:
        names = sorted({name for service, name in known if target.service in {None, service}})
        if target.rule not in names:
            raise _unknown("rule", target.rule, names)
    if target.fingerprint is not None:
        _check_fingerprint(target, target.fingerprint, known)


def _check_fingerprint(target: SilenceTarget, fingerprint: str, known: set[tuple[str, str]]) -> None:
    service, _, rest = fingerprint.partition(":")
    rule = rest.partition(":")[0]
    if (service, rule) not in known:
        raise _unknown("fingerprint", fingerprint, sorted(f"{service}:{name}" for service, name in known))
    known_rule = find_rule(service, rule)
    if known_rule is not None and not known_rule.target and fingerprint != known_rule.key:
        raise _unknown("fingerprint", fingerprint, [known_rule.key])
    if target.service not in {None, service} or target.rule not in {None, rule}:
        raise InvalidRequestError(f"fingerprint: {fingerprint!r} is of another service or rule than those beside it")


def _known_rules(services: Iterable[str]) -> set[tuple[str, str]]:
    return {(rule.service, rule.name) for rule in ALL_RULES} | {(service, MANUAL_RULE) for service in services}


def _parted(rule: str) -> tuple[str, str] | None:
    for mark in (":", "."):
        service, found, name = rule.partition(mark)
        if found:
            return service, name
    return None


def _unknown(field: str, value: str, allowed: Sequence[str]) -> InvalidRequestError:
    alike = get_close_matches(value, allowed, n=3)
    told = f"did you mean {' or '.join(alike)}?" if alike else f"must be one of {', '.join(allowed)}"
    return InvalidRequestError(f"{field}: there is none called {value!r}; {told}", allowed=list(allowed))
