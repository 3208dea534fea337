"""Telling over an incoming webhook: a message for each step, as nothing can be edited or looked up there."""

from dataclasses import dataclass

import httpx

from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.channels.asking import asked, said
from pawpop_monitoring.notifications.channels.refusals import refused, retry_after
from pawpop_monitoring.notifications.channels.slack.answers import is_layout, judge_hook
from pawpop_monitoring.notifications.channels.slack.note import Post, SlackNote
from pawpop_monitoring.notifications.channels.slack.web_api import WHO, SlackRefusalError
from pawpop_monitoring.notifications.claims import Claims, Told, Turn
from pawpop_monitoring.notifications.references import References
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.http_client import Answer, Request

_SECONDS = 9.0
_LONGEST_ERROR = 60


@dataclass(frozen=True, slots=True)
class SlackHookChannel:
    """Tells over `url`, which is a secret; what may be a repetition says so."""

    client: httpx.Client
    url: str
    references: References
    clock: Clock
    name: str = "slack"

    def send(self, note: SlackNote) -> Receipt:
        """One message, within 10 s."""

        def attempt(turn: Turn) -> Told:
            return Told("", "", note.mark, Receipt(None, self._tell(note, turn)))

        return Claims(self.references, self.name, self.clock).tell(note, attempt)

    def _tell(self, note: SlackNote, turn: Turn) -> str | None:
        # Without the store there is nothing to know, and no reason to alarm anybody with it.
        again = turn.doubtful and turn.kept
        message = note.message.maybe_again if again else note.message
        deadline = Deadline(_SECONDS)
        try:
            self._post(message, deadline)
        except SlackRefusalError as refusal:
            if not is_layout(refusal.error):
                raise
            self._post(message.plain, deadline)
            return f"in plain text, as Slack answered {refusal}"
        return "it may be a repetition" if again else None

    def _post(self, post: Post, deadline: Deadline) -> None:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        answer = asked(WHO, self.client, Request(self.url, headers, content=post.fields()), deadline=deadline)
        if answer.is_success and not answer.is_page:
            return
        error = _error(answer)
        meaning = judge_hook(error, 500 if answer.is_success else answer.status)
        told = refused(WHO, said(answer), meaning, retry_after(answer.headers), answer.status)
        raise SlackRefusalError(error, told)


def _error(answer: Answer) -> str:
    """Slack names it in plain text."""
    word = answer.text.strip()[:_LONGEST_ERROR]
    return word if word.replace("_", "").isalpha() and word.isascii() else ""
