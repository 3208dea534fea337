"""Bodies that hold one item or several."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent
from pydantic import BaseModel, ConfigDict

from pawpop_monitoring.contracts.tracking_requests import Batch
from pawpop_monitoring.contracts.wire import WireModel
from pawpop_monitoring.http.requests import parse_body


class _Shape(BaseModel):
    model_config = ConfigDict(extra="allow")
    items: Any = None


def parse_items[M: WireModel](event: APIGatewayProxyEvent, model: type[M]) -> tuple[M, ...]:
    """The items of `{"items": […]}`, or the one that the body itself is."""
    if "items" in parse_body(event, _Shape).model_fields_set:
        return parse_body(event, Batch[model]).items  # type: ignore[valid-type]
    return (parse_body(event, model),)
