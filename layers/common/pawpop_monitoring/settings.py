"""Settings: one model per function, read from the environment, refused with a sentence when wrong."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Annotated, ClassVar, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.service import CHECKED_SERVICES

_SERVICE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_RATE = re.compile(r"rate\((\d+) minutes?\)")


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
        """Read from `environment`; ConfigurationError names every variable that is missing or wrong."""
        names, given = cls._read(environment)
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise ConfigurationError(_sentence(_problems(error, names, given))) from None

    @classmethod
    def problems(cls, environment: Mapping[str, str]) -> list[str]:
        """What is wrong with each variable of these settings, as a sentence without its full stop."""
        names, given = cls._read(environment)
        try:
            cls.model_validate(given)
        except ValidationError as error:
            return _problems(error, names, given)
        return []

    @classmethod
    def _read(cls, environment: Mapping[str, str]) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """The variable of each field, and what was given."""
        names = {field: f"{cls._prefix}{field}".upper() for field in cls.model_fields}
        return names, {field: environment[name] for field, name in names.items() if environment.get(name)}


def require(environment: Mapping[str, str], *models: type[Settings]) -> None:
    """Check the settings of several families at once; ConfigurationError names every variable that is wrong."""
    found = [problem for model in models for problem in model.problems(environment)]
    if found:
        raise ConfigurationError(_sentence(dict.fromkeys(found)))


def _sentence(problems: Iterable[str]) -> str:
    return "Set these environment variables right. " + "; ".join(problems)


def _problems(error: ValidationError, names: Mapping[str, str], given: Mapping[str, str]) -> list[str]:
    sentences = []
    for problem in error.errors(include_url=False):
        field = str(problem["loc"][0])
        was = f" (it is {given[field]!r})" if field in given else ""
        sentences.append(f"{names[field]}: {problem['msg']}{was}")
    return sentences


def _split(text: object) -> object:
    return tuple(part.strip() for part in text.split(",") if part.strip()) if isinstance(text, str) else text


def _interval(text: object) -> object:
    match = _RATE.fullmatch(text) if isinstance(text, str) else None
    if isinstance(text, str) and match is None:
        raise ValueError("must read rate(1 minute) or rate(N minutes)")
    return timedelta(minutes=int(match[1])) if match else text


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


type CommaSeparated = Annotated[tuple[str, ...], BeforeValidator(_split)]
"""Comma-separated text."""

type Interval = Annotated[timedelta, BeforeValidator(_interval)]
"""An EventBridge rate expression."""

type TimeZone = Annotated[ZoneInfo, BeforeValidator(_time_zone)]
"""An IANA time zone name."""

type ServiceNames = Annotated[CommaSeparated, AfterValidator(_service_names)]
"""Comma-separated names of services, known ones or not."""

type ServicesOff = Annotated[CommaSeparated, AfterValidator(_checked_services)]
"""Comma-separated names of services that have a check, which does not run."""


def watched_services(off: Collection[str]) -> tuple[str, ...]:
    """The services that are checked and must have reported."""
    return tuple(service for service in CHECKED_SERVICES if service not in off)
