"""Reading what a caller sent; whatever is wrong with it becomes one sentence that names the field."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pawpop_monitoring.domain.bounded_json import fit_json_text
from pawpop_monitoring.domain.errors import InvalidRequestError, RequestTooLargeError
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.shallow_json import shallow
from pawpop_monitoring.domain.text import clean

_MAX_BODY_BYTES = 262_144
_BYTE_ORDER_MARK = "\ufeff"
_PLUS = re.compile(r"(?<=\dT\d\d:\d\d:\d\d) (?=\d\d:?\d\d$)|(?<=\dT\d\d:\d\d) (?=\d\d:?\d\d$)")
_MEMBER = re.compile(r"<\w+\.\w+: ('[^']*')>")
"""How Python writes what callers know as a text."""


def parse_body[M: BaseModel](event: APIGatewayProxyEvent, model: type[M]) -> M:
    """The JSON body as `model`, its texts clean and its depth bounded; an absent body counts as `{}`."""
    body = shallow(body_text(event))
    try:
        return model.model_validate_json(fit_json_text(body) or "{}")
    except ValidationError as error:
        raise InvalidRequestError(sentence_of(error.errors(include_url=False))) from None


def parse_query[M: BaseModel](event: APIGatewayProxyEvent, model: type[M]) -> M:
    """The query parameters as `model`; a + before the zone of a time, which stands for a blank there, is one again.

    One that is given with two values is refused: API Gateway would pass on the last, as if the other were not meant.
    """
    _refuse_contradictions(event)
    given = {clean(name): clean(value or "") for name, value in (event.query_string_parameters or {}).items()}
    try:
        return model.model_validate({name: _PLUS.sub("+", value) for name, value in given.items()})
    except ValidationError as error:
        raise InvalidRequestError(sentence_of(error.errors(include_url=False))) from None


def _refuse_contradictions(event: APIGatewayProxyEvent) -> None:
    values: Mapping[str, Sequence[str | None]] = event.get("multiValueQueryStringParameters") or {}
    twice = [clean(name) for name, each in values.items() if len(set(each)) > 1]
    if twice:
        raise InvalidRequestError(f"{', '.join(twice)}: give one value only")


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
    return "; ".join(_explain(_without_echoes(problems)))


def _without_echoes(problems: Sequence[ErrorDetails]) -> Iterator[ErrorDetails]:
    """A list whose items are refused is called too short as well, though enough of them were sent."""
    inside = {problem["loc"][:-1][:length] for problem in problems for length in range(1, len(problem["loc"]))}
    for problem in problems:
        if problem["type"] != "too_short" or problem["loc"] not in inside:
            yield problem


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
            case "too_long" | "too_short":
                what = "character" if isinstance(problem["input"], str) else "item"
                yield f"{field}: {_length(problem['ctx'], what)}"
            case "timezone_aware":
                yield f"{field}: must name its time zone, such as 2026-11-23T12:00:00Z"
            case "datetime_parsing" | "datetime_from_date_parsing" | "datetime_type":
                yield f"{field}: must be a time in ISO 8601, such as 2026-11-23T12:00:00Z"
            case _:
                told = problem["msg"].removeprefix("Value error, ")
                yield f"{field}: {_MEMBER.sub(r'\1', told)}"


def _length(asked: Mapping[str, Any], what: str) -> str:
    if "max_length" in asked:
        most, actual = asked["max_length"], asked["actual_length"]
        return f"must have at most {plural(most, what)}" + ("" if actual is None else f", not {actual}")
    return f"must have at least {plural(asked['min_length'], what)}"


def _field(problem: ErrorDetails) -> str:
    return ".".join(str(part) for part in problem["loc"]) or "body"
