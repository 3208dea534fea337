"""What is said about one route."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from pawpop_monitoring.http.tokens import Scope

type Model = type[BaseModel]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer with a JSON body, or, without a model, with text of `media_type`; with none, without a body."""

    description: str
    model: Model | None = None
    media_type: str = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one path; `scope` is None where no token is needed, `errors` are further statuses."""

    method: str
    path: str
    operation_id: str
    summary: str
    scope: Scope | None
    answers: Mapping[int, Answer]
    query: Model | None = None
    body: tuple[Model, ...] = ()
    path_parameters: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[int, ...] = ()
