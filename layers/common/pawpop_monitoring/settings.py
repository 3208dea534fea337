"""Settings: one model per function, read from the environment, refused with a sentence when wrong."""

import logging
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, ClassVar, Self, TypeAliasType, get_args
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails

from pawpop_monitoring.domain.component import DEFAULT_COMPONENTS, Component, components_of
from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.monthly_costs import monthly_costs_of
from pawpop_monitoring.domain.sale_days import SaleDays, sale_days_of
from pawpop_monitoring.domain.service import CHECKED_SERVICES, services_with
from pawpop_monitoring.domain.text import one_line

_logger = logging.getLogger(__name__)

_SERVICE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_RATE = re.compile(r"rate\(([0-9]{1,9}) minutes?\)")
_LONGEST_INTERVAL_MINUTES = 7 * 24 * 60
_WEB_ADDRESS = re.compile(r"(?i:https?)://[A-Za-z0-9\[][^\s\x00-\x1f\"<>\\^`{|}]{0,1000}")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_PHRASE = r"[^\x00-\x1f\x7f\"(),.:;<>@\[\\\]]*"
_NAMED_ADDRESS = re.compile(rf'(?:{_PHRASE}|"[^\x00-\x1f\x7f"\\]*") ?<{_ADDRESS.pattern}>')
_LONGEST_QUOTE = 100


class Settings(BaseModel):
    """Base of all settings; a field `database_secret_id` is read from `DATABASE_SECRET_ID`."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)
    _prefix: ClassVar[str] = ""

    def __init_subclass__(cls, prefix: str = "", **kwargs: object) -> None:
        """Let a family of settings carry a common prefix in the environment."""
        super().__init_subclass__(**kwargs)  # type: ignore[arg-type]
        cls._prefix = prefix or cls._prefix

    @classmethod
    def load(cls, environment: Mapping[str, str]) -> Self:
        """Read from `environment`; ConfigurationError names every variable that is missing or wrong.

        A decoration that is wrong falls back, and is told by the system check; it stops nothing.
        """
        given = cls._given(environment)
        wrong = cls._wrong(given)
        repaired = cls._repaired(wrong, given)
        if repaired is None:
            raise ConfigurationError(_sentence(wrong.values()))
        if wrong:
            _logger.warning("fell back: %s", "; ".join(wrong.values()))
        return cls.model_validate(repaired)

    @classmethod
    def load_or_defaults(cls, environment: Mapping[str, str]) -> tuple[Self, Sequence[str]]:
        """What can be read, defaults for what is wrong, and a sentence on each of those: for who only shows them."""
        given = cls._given(environment)
        wrong = cls._wrong(given)
        return cls.model_validate({name: text for name, text in given.items() if name not in wrong}), (*wrong.values(),)

    @classmethod
    def mistakes(cls, environment: Mapping[str, str]) -> Mapping[str, str]:
        """A sentence, without its full stop, on each variable that is missing or wrong."""
        return {cls._variable(name): said for name, said in cls._wrong(cls._given(environment)).items()}

    @classmethod
    def can_start(cls, environment: Mapping[str, str]) -> bool:
        """True if nothing is wrong, or only what can fall back."""
        given = cls._given(environment)
        return cls._repaired(cls._wrong(given), given) is not None

    @classmethod
    def _given(cls, environment: Mapping[str, str]) -> dict[str, str]:
        """Without the blanks around them, as pasted texts have. Empty stands for the default; bytes that are no UTF-8,
        which come as lone surrogates, for question marks.
        """
        values = {name: environment.get(cls._variable(name), "").strip() for name in cls.model_fields}
        return {name: value.encode(errors="replace").decode() for name, value in values.items() if value}

    @classmethod
    def _variable(cls, name: str) -> str:
        return f"{cls._prefix}{name}".upper()

    @classmethod
    def _wrong(cls, given: Mapping[str, str]) -> dict[str, str]:
        """Field by field, a sentence that names the variable and what is expected."""
        try:
            cls.model_validate(given)
        except ValidationError as error:
            return {str(problem["loc"][0]): cls._explain(problem, given) for problem in error.errors(include_url=False)}
        return {}

    @classmethod
    def _explain(cls, problem: ErrorDetails, given: Mapping[str, str]) -> str:
        name = str(problem["loc"][0])
        was = f" (it is {one_line(given[name], _LONGEST_QUOTE)!r})" if name in given else ""
        return f"{cls._variable(name)}: {problem['msg']}{was}"

    @classmethod
    def _repaired(cls, wrong: Iterable[str], given: Mapping[str, str]) -> dict[str, Any] | None:
        """What is given, with a fallback for each decoration; None if anything else is wrong."""
        repaired: dict[str, Any] = dict(given)
        for name in wrong:
            decoration = _decoration_of(cls.model_fields[name].annotation)
            fallback = decoration.fallback(given[name]) if decoration and name in given else None
            if fallback is None:
                return None
            repaired[name] = fallback
        return repaired


def require(environment: Mapping[str, str], *models: type[Settings]) -> None:
    """Check the settings of several families at once; ConfigurationError names every variable that is wrong."""
    if not all(model.can_start(environment) for model in models):
        found = {name: said for model in models for name, said in model.mistakes(environment).items()}
        raise ConfigurationError(_sentence(found.values()))


def _sentence(problems: Iterable[str]) -> str:
    return "Set these environment variables right. " + "; ".join(problems)


@dataclass(frozen=True, slots=True)
class Decoration:
    """Marks a setting that must stop nothing: what to use in place of a text that is wrong; None if nothing will do."""

    fallback: Callable[[str], Any]


def _decoration_of(annotation: object) -> Decoration | None:
    value = annotation.__value__ if isinstance(annotation, TypeAliasType) else annotation
    return next((mark for mark in get_args(value) if isinstance(mark, Decoration)), None)


def _split(text: object) -> object:
    return tuple(part.strip() for part in text.split(",") if part.strip()) if isinstance(text, str) else text


def _interval(text: object) -> object:
    if not isinstance(text, str):
        return text
    match = _RATE.fullmatch(text)
    if match is None or not 1 <= int(match[1]) <= _LONGEST_INTERVAL_MINUTES:
        raise ValueError("must read rate(1 minute) or rate(N minutes), for a week at most")
    return timedelta(minutes=int(match[1]))


def _time_zone(text: object) -> object:
    if isinstance(text, str) and text not in available_timezones():
        raise ValueError("must be an IANA time zone such as Europe/Vienna")
    return ZoneInfo(text) if isinstance(text, str) else text


def _service_names(names: tuple[str, ...]) -> tuple[str, ...]:
    wrong = [name for name in names if not _SERVICE_NAME.fullmatch(name)]
    if wrong:
        raise ValueError(f"must be names of lower-case letters, digits and dashes, not {', '.join(wrong)}")
    return names


def _checked_services(names: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [name for name in names if name not in CHECKED_SERVICES]
    if unknown:
        raise ValueError(f"must be some of {', '.join(CHECKED_SERVICES)}, not {', '.join(unknown)}")
    if set(names) >= set(CHECKED_SERVICES):
        raise ValueError("must leave a service on, since else nothing is watched")
    return names


def _components(text: object, info: ValidationInfo) -> object:
    if not isinstance(text, str):
        return text
    return components_of(text, services_with(info.data.get("additional_services", ())))


def _monthly_costs(text: object) -> object:
    return monthly_costs_of(text) if isinstance(text, str) else text


def _sale_days(text: object) -> object:
    return sale_days_of(text) if isinstance(text, str) else text


def _web_address(text: object) -> object:
    if isinstance(text, str) and text and not _WEB_ADDRESS.fullmatch(text):
        raise ValueError("must look like https://monitoring.example.com")
    return text


def _contact(text: object) -> object:
    if isinstance(text, str) and text and not (_WEB_ADDRESS.fullmatch(text) or _ADDRESS.fullmatch(text)):
        raise ValueError("must be a mail address, or a page such as https://shop.example.com/contact")
    return text


def _sender(text: object) -> object:
    if isinstance(text, str) and not (_ADDRESS.fullmatch(text) or _NAMED_ADDRESS.fullmatch(text)):
        raise ValueError('must be a mail address, or a name and one: PawPop <alerts@example.com>; quote a name with "')
    return text


def _bare_address(text: str) -> str | None:
    """The address without the name; None if there is none, or more than one."""
    found = set(_ADDRESS.findall(text))
    return found.pop() if len(found) == 1 else None


type CommaSeparated = Annotated[tuple[str, ...], BeforeValidator(_split)]
"""Comma-separated text."""

type Interval = Annotated[timedelta, BeforeValidator(_interval)]
"""An EventBridge rate expression."""

type TimeZone = Annotated[ZoneInfo, BeforeValidator(_time_zone), Decoration(lambda _: ZoneInfo("UTC"))]
"""An IANA time zone name; UTC in place of one that is none."""

type Components = Annotated[
    tuple[Component, ...], BeforeValidator(_components), Decoration(lambda _: DEFAULT_COMPONENTS)
]
"""`Checkout = stripe; Portraits = fal-ai`; services of `additional_services`, a field before it, are known too."""

type MonthlyCosts = Annotated[tuple[tuple[str, float], ...], BeforeValidator(_monthly_costs), Decoration(lambda _: ())]
"""`supabase:25,resend:20`, US dollars a month; none in place of what can't be read."""

type Sales = Annotated[SaleDays, BeforeValidator(_sale_days), Decoration(lambda _: SaleDays())]
"""`2026-11-27 to 2026-11-30, 2026-12-24`; no sale in place of what can't be read."""

type WebAddress = Annotated[str, BeforeValidator(_web_address), Decoration(lambda _: "")]
"""Where links lead; there are none in place of one that is none."""

type Contact = Annotated[str, BeforeValidator(_contact), Decoration(lambda _: "")]
"""Where customers ask, a mail address or a page; nobody in place of what is neither."""

type Sender = Annotated[str, BeforeValidator(_sender), Decoration(_bare_address)]
"""Who mails are from; the address alone in place of a name that no mail can carry."""

type ServiceNames = Annotated[CommaSeparated, AfterValidator(_service_names)]
"""Comma-separated names of services, known ones or not."""

type ServicesOff = Annotated[CommaSeparated, AfterValidator(_checked_services)]
"""Comma-separated names of services that have a check, which does not run."""


def watched_services(off: Collection[str]) -> tuple[str, ...]:
    """The services that are checked and must have reported."""
    return tuple(service for service in CHECKED_SERVICES if service not in off)
