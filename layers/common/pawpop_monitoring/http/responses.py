"""JSON answers."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.event_handler import Response

from pawpop_monitoring.http.security_headers import API_HEADERS

if TYPE_CHECKING:
    from pydantic import BaseModel


def json_response(
    status: int, body: "BaseModel | dict[str, Any]", headers: Mapping[str, str] | None = None
) -> Response[str]:
    """An answer that no cache keeps and no browser sniffs."""
    text = json.dumps(body) if isinstance(body, dict) else body.model_dump_json()
    return Response(
        status_code=status, content_type="application/json", body=text, headers={**API_HEADERS, **(headers or {})}
    )


def not_modified(tag: str) -> Response[str]:
    """What the caller has under `tag` still holds."""
    return Response(status_code=HTTPStatus.NOT_MODIFIED.value, body="", headers={**API_HEADERS, "ETag": tag})


def text_response(text: str, content_type: str) -> Response[str]:
    """A text of the given type, which no cache keeps."""
    return Response(status_code=200, content_type=content_type, body=text, headers=dict(API_HEADERS))
