"""GET /api/monitoring/alerts/{id}: one alert, what happened to it, who was told, and what to do.

For holders of a token that may read, and of the signed link in a mail about this very alert; so it is open at the
gateway, and looks at both itself.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.domain.errors import NotFoundError
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response

if TYPE_CHECKING:
    from pawpop_monitoring.bootstrap.alert_story_services import StoryReader
    from pawpop_monitoring.contracts.alert_story_response import GetAlertResponse

logger = Logger()
app = api_resolver()


@cache
def services() -> "StoryReader":
    """Those of this Lambda environment."""
    from pawpop_monitoring.bootstrap.alert_story_services import story_reader

    return story_reader()


def run(services: "StoryReader", alert_id: str) -> "GetAlertResponse":
    """The alert; NotFoundError if there is none with that id."""
    from pawpop_monitoring.contracts.alert_story_response import GetAlertResponse
    from pawpop_monitoring.notifications.content.guide import guide_of

    story = services.find(alert_id)
    if story is None:
        raise NotFoundError(f"There is no alert with the id {alert_id!r}.")
    return GetAlertResponse.of(story, services.clock(), guide_of(story.alert), services.curve(story.alert))


@app.get("/api/monitoring/alerts/<alert_id>")
def get_alert(alert_id: str) -> Response[str]:
    """The route."""
    event = app.current_event
    services().admit(alert_id, event.headers.get("authorization"), event.query_string_parameters or {})
    return json_response(200, run(services(), alert_id))


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)
