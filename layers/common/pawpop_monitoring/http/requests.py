"""Reading what a caller sent; whatever is wrong with it becomes one sentence that names the field."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pawpop_monitoring.domain.bounded_json import fit_json_text
from pawpop_monitoring.domain.errors import InvalidRequestError, RequestTooLargeError
from pawpop_monitoring.domain.shallow_json import shallow
from pawpop_monitoring.domain.text import clean

_MAX_BODY_BYTES = 262_144
_BYTE_ORDER_MARK = "\ufeff"


def parse_body[M: BaseModel](event: APIGatewayProxyEvent, model: type[M]) -> M:
    """The JSON body as `model`, its texts clean and its depth bounded; an absent body counts as `{}`."""
    body = shallow(body_text(event))
    try:
        return model.model_validate_json(fit_json_text(body) or "{}")
    except ValidationError as error:
        raise InvalidRequestError(sentence_of(error.errors(include_url=False))) from None


def parse_query[M: BaseModel](event: APIGatewayProxyEvent, model: type[M]) -> M:
    """The query parameters as `model`."""
    try:
        return model.model_validate(
            {clean(name): clean(value or "") for name, value in (event.query_string_parameters or {}).items()}
        )
    except ValidationError as error:
        raise InvalidRequestError(sentence_of(error.errors(include_url=False))) from None


def caller_of(event: APIGatewayProxyEvent) -> str:
    """Who calls, as the authorizer named the token's owner."""
    context = event.request_context.authorizer
    return str(context.principal_id or "api")


def body_text(event: APIGatewayProxyEvent) -> str:
    """The body as it was sent, without the mark that some editors begin a file with; "" if there is none."""
    try:
        body = (event.decoded_body or "").removeprefix(_BYTE_ORDER_MARK)
    except ValueError:
        raise InvalidRequestError("The request body must be UTF-8 JSON.") from None
    if len(body.encode(errors="surrogatepass")) > _MAX_BODY_BYTES:
        raise RequestTooLargeError(f"The request body must not exceed {_MAX_BODY_BYTES} bytes.")
    return body


def sentence_of(problems: Sequence[ErrorDetails]) -> str:
    """What is wrong, by field, for the person who sent it."""
    missing = [_field(problem) for problem in problems if problem["type"] == "missing"]
    if missing:
        return f"Missing required fields: {', '.join(missing)}"
    return "; ".join(_explain(problems))


def _explain(problems: Iterable[ErrorDetails]) -> Iterable[str]:
    for problem in problems:
        field = _field(problem)
        match problem["type"]:
            case "json_invalid":
                yield f"The request body is not valid JSON: {problem['ctx']['error']}"
            case "model_type" if not problem["loc"]:
                yield "The request body must be a JSON object"
            case "extra_forbidden":
                yield f"Unknown field: {field}"
            case "too_long" | "too_short" if isinstance(problem["input"], str):
                yield f"{field}: {_length(problem['ctx'])}"
            case _:
                yield f"{field}: {problem['msg'].removeprefix('Value error, ')}"


def _length(asked: Mapping[str, Any]) -> str:
    if "max_length" in asked:
        return f"must have at most {asked['max_length']} characters, not {asked['actual_length']}"
    return f"must have at least {asked['min_length']} character{'s' * (asked['min_length'] != 1)}"


def _field(problem: ErrorDetails) -> str:
    return ".".join(str(part) for part in problem["loc"]) or "body"
