"""Building the OpenAPI 3.1 document."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from pydantic.json_schema import models_json_schema

from pawpop_monitoring import __version__
from pawpop_monitoring.contracts.outcomes import ErrorResponse
from pawpop_monitoring.http.openapi.operation import Answer, Model, Operation
from pawpop_monitoring.http.openapi.operations import OPERATIONS

BASE_PATH = "/api/monitoring"

type Mode = Literal["validation", "serialization"]
type Json = dict[str, Any]

_ERRORS = {
    400: "The request is wrong; the sentence says what to change",
    401: "No token, or an unknown one",
    403: "The token has too little scope",
    404: "There is no such thing",
    409: "The state forbids it",
    413: "The body is too large",
    429: "Too many requests; wait a second",
    500: "The API failed; the error was logged",
    503: "The alert store can't be reached",
}
_INFO = {
    "title": "PawPop Monitoring",
    "version": __version__,
    "description": "Health, alerts and costs of the shop. Times are ISO-8601 in UTC, money is in US dollars.",
    "license": {"name": "MIT", "identifier": "MIT"},
}


def build_document() -> Json:
    """The whole description, ready for JSON; it is the same each time."""
    schemas = _Schemas(OPERATIONS)
    paths: dict[str, Json] = {}
    for operation in OPERATIONS:
        described = _operation(operation, schemas)
        paths.setdefault(f"{BASE_PATH}{operation.path}", {})[operation.method] = described
    return {
        "openapi": "3.1.0",
        "info": _INFO,
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas.definitions,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


class _Schemas:
    """All models as JSON schemas: what is sent as it is validated, what is answered as it is written."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        sent = {model for operation in operations for model in (*operation.body, *_present(operation.query))}
        answers = [answer for operation in operations for answer in operation.answers.values()]
        told: set[Model] = {ErrorResponse, *(answer.model for answer in answers if answer.model is not None)}
        inputs: list[tuple[Model, Mode]] = [(model, "validation") for model in sent]
        outputs: list[tuple[Model, Mode]] = [(model, "serialization") for model in told]
        ordered = sorted([*inputs, *outputs], key=lambda pair: pair[0].__name__)
        references, document = models_json_schema(ordered, ref_template="#/components/schemas/{model}")
        self._references = references
        self.definitions: Json = dict(sorted(document["$defs"].items()))

    def sent(self, model: Model) -> Json:
        return self._references[model, "validation"]

    def told(self, model: Model) -> Json:
        return self._references[model, "serialization"]

    def fields(self, model: Model) -> Mapping[str, Json]:
        name = self.sent(model)["$ref"].rpartition("/")[2]
        properties: Mapping[str, Json] = self.definitions[name]["properties"]
        return properties


def _operation(operation: Operation, schemas: _Schemas) -> Json:
    described: Json = {
        "operationId": operation.operation_id,
        "summary": operation.summary,
        "security": [{"token": []}] if operation.scope else [],
        "responses": _responses(operation, schemas),
    }
    if operation.scope:
        described["description"] = f"Needs a token of scope `{operation.scope.value}`, or `admin`."
    if parameters := [*_query(operation, schemas), *_path(operation), *_headers(operation)]:
        described["parameters"] = parameters
    if operation.body:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _body(operation, schemas)}},
        }
    return described


def _body(operation: Operation, schemas: _Schemas) -> Json:
    choices = [schemas.sent(model) for model in operation.body]
    return choices[0] if len(choices) == 1 else {"anyOf": choices}


def _query(operation: Operation, schemas: _Schemas) -> Iterable[Json]:
    for model in _present(operation.query):
        for name, schema in schemas.fields(model).items():
            yield {"name": name, "in": "query", "required": False, "schema": schema}


def _path(operation: Operation) -> Iterable[Json]:
    for name, description in operation.path_parameters.items():
        schema = {"type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9_-]+$"}
        yield {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


def _headers(operation: Operation) -> Iterable[Json]:
    for name, description in operation.headers.items():
        yield {"name": name, "in": "header", "required": True, "description": description, "schema": {"type": "string"}}


def _responses(operation: Operation, schemas: _Schemas) -> Json:
    error = {"application/json": {"schema": schemas.told(ErrorResponse)}}
    answers = {str(status): _answer(answer, schemas) for status, answer in operation.answers.items()}
    errors = {str(status): {"description": _ERRORS[status], "content": error} for status in _errors_of(operation)}
    return dict(sorted((errors | answers).items()))


def _answer(answer: Answer, schemas: _Schemas) -> Json:
    if not answer.media_type:
        return {"description": answer.description}
    schema = schemas.told(answer.model) if answer.model else {}
    return {"description": answer.description, "content": {answer.media_type: {"schema": schema}}}


def _errors_of(operation: Operation) -> set[int]:
    """What any route may answer, what comes with a token or an input, and what is its own."""
    with_token = {401, 403} if operation.scope else set()
    with_input = {400, 413} if operation.body else {400} if operation.query else set()
    return {429, 500} | with_token | with_input | set(operation.errors)


def _present(model: Model | None) -> tuple[Model, ...]:
    return () if model is None else (model,)
