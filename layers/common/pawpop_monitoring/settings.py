"""Settings: one model per function, read from the environment, refused with a sentence when wrong."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, ClassVar, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from pawpop_monitoring.domain.errors import ConfigurationError

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
        names = {field: f"{cls._prefix}{field}".upper() for field in cls.model_fields}
        given = {field: environment[name] for field, name in names.items() if environment.get(name)}
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise ConfigurationError(_explain(error, names, given)) from None


def _explain(error: ValidationError, names: Mapping[str, str], given: Mapping[str, str]) -> str:
    sentences = []
    for problem in error.errors(include_url=False):
        field = str(problem["loc"][0])
        was = f" (it is {given[field]!r})" if field in given else ""
        sentences.append(f"{names[field]}: {problem['msg']}{was}")
    return "Set these environment variables right. " + "; ".join(sentences)


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


type CommaSeparated = Annotated[tuple[str, ...], BeforeValidator(_split)]
"""Comma-separated text."""

type Interval = Annotated[timedelta, BeforeValidator(_interval)]
"""An EventBridge rate expression."""

type TimeZone = Annotated[ZoneInfo, BeforeValidator(_time_zone)]
"""An IANA time zone name."""
