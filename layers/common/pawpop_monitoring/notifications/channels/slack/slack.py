"""Telling over a bot: one message for each alert, edited in place, with a line in its thread for each step."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import DeliveryError, PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.channels.slack import memory
from pawpop_monitoring.notifications.channels.slack.answers import NO_MORE_EDITS, NO_THREAD, is_layout
from pawpop_monitoring.notifications.channels.slack.note import Post, SlackNote
from pawpop_monitoring.notifications.channels.slack.web_api import Message, Posted, SlackApi, SlackRefusalError
from pawpop_monitoring.notifications.claims import Claims, Told, Turn
from pawpop_monitoring.notifications.progress import Mark
from pawpop_monitoring.notifications.references import References
from pawpop_monitoring.outbound.deadline import Deadline

_logger = logging.getLogger(__name__)
_SECONDS = 9.0
_BRIEFLY = 3.0
_CLOCKS_DIFFER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class SlackChannel:
    """Tells in the channel of Slack with the id `place`; `references` knows what stands where."""

    api: SlackApi
    place: str
    references: References
    clock: Clock
    name: str = "slack"

    def send(self, note: SlackNote) -> Receipt:
        """Post or edit, within 10 s; never something older than what is said already."""

        def attempt(turn: Turn) -> Told:
            telling = _Telling(self.api, self.place, note, turn, Deadline(_SECONDS))
            posted, mark = telling.tell()
            return Told(posted.channel, posted.ts, mark, Receipt(f"{posted.channel}/{posted.ts}", telling.remark))

        return Claims(self.references, self.name, self.clock).tell(note, attempt)


@dataclass(slots=True)
class _Telling:
    """One attempt."""

    api: SlackApi
    place: str
    note: SlackNote
    turn: Turn
    deadline: Deadline
    remark: str | None = None
    in_doubt: bool = False

    def tell(self) -> tuple[Posted, Mark]:
        """Where the alert's message is, and which step it says by now."""
        reference, note = self.turn.reference, self.note
        if reference.id:
            try:
                return self._go_on(Posted(reference.place, reference.id))
            except SlackRefusalError as refusal:
                if reference.place == self.place or not _needs_person(refusal):
                    raise
                self.remark = f"begun anew in this channel, as the one before answers {refusal}"
        found = self._found()
        if found is None:
            return self._open(), note.mark
        if found.mark > note.mark or (found.mark == note.mark and not found.edited):
            self.remark = "it was posted before, or something later was"
            return Posted(self.place, found.ts), found.mark
        return self._go_on(Posted(self.place, found.ts))

    def _found(self) -> memory.Remembered | None:
        """The alert's message by Slack's memory. An opening of which nothing is known is not kept waiting for that."""
        if self.turn.doubtful or self.note.known_before:
            return self._look(self.deadline)
        try:
            return self._look(Deadline(_BRIEFLY))
        except DeliveryError as error:
            _logger.warning("%s is told without a look at what was posted: %s", self.note.idempotency_key, error)
            return None

    def _look(self, deadline: Deadline) -> memory.Remembered | None:
        oldest = (self.note.began_at - _CLOCKS_DIFFER).timestamp()
        try:
            return memory.find_alert(self.note, self.api.history(self.place, oldest, deadline))
        except SlackRefusalError as refusal:
            self._cannot_look(refusal)
            return None

    def _cannot_look(self, refusal: SlackRefusalError) -> None:
        """Without the scopes to read, a message too many is better than none; for the moment, it can wait."""
        if isinstance(refusal.meaning, RetryableDeliveryError) and not _needs_person(refusal):
            raise refusal.meaning from refusal
        _logger.warning("whether %s was posted can't be looked up: %s", self.note.idempotency_key, refusal)
        if self.turn.doubtful:
            self.in_doubt = True
            self.remark = f"it may be a repetition, as Slack does not say what was posted: {refusal}"

    def _open(self) -> Posted:
        return self._post(self.place, self._doubted(self.note.message), {"metadata": memory.of_alert(self.note)})

    def _go_on(self, posted: Posted) -> tuple[Posted, Mark]:
        """What stands there is looked at first: the store may not know of all that was told while it was away.

        Edited before the line is said: whoever sees the line looks at the message.
        """
        thread = self._thread(posted)
        stands = memory.find_alert(self.note, thread)
        if stands is not None and stands.mark > self.note.mark:
            self.remark = "something later was said"
            return posted, stands.mark
        try:
            if stands is None or stands.mark < self.note.mark:
                self._edit(posted)
        except SlackRefusalError as refusal:
            if refusal.error not in NO_MORE_EDITS:
                raise
            return self._instead(posted, thread, refusal), self.note.mark
        try:
            self._say(posted, thread, rings=self.note.rings)
        except SlackRefusalError as refusal:
            if refusal.error not in NO_THREAD:
                raise
            if self.note.rings:
                self._post(posted.channel, self.note.entry, {"metadata": memory.of_entry(self.note)})
        return posted, self.note.mark

    def _instead(self, posted: Posted, thread: Sequence[Message], refusal: SlackRefusalError) -> Posted:
        """What can't be edited any more is put right in its thread, where everybody sees it, or in a new message."""
        self.remark = f"the message could not be edited: {refusal}"
        try:
            if refusal.error != "message_not_found":
                self._say(posted, thread, rings=True)
                return posted
        except SlackRefusalError as further:
            if further.error not in NO_THREAD:
                raise
        found = self._found()
        return Posted(self.place, found.ts) if found and found.ts != posted.ts else self._open()

    def _edit(self, posted: Posted) -> None:
        message, metadata = self.note.message, {"metadata": memory.of_alert(self.note)}
        try:
            self.api.update(posted, message.fields() | metadata, self.deadline)
        except SlackRefusalError as refusal:
            if not is_layout(refusal.error):
                raise
            self._simpler(refusal)
            self.api.update(posted, message.plain.fields() | metadata, self.deadline)

    def _say(self, posted: Posted, thread: Sequence[Message], *, rings: bool) -> None:
        if memory.has_entry(self.note, thread):
            return
        more = {"thread_ts": posted.ts, "reply_broadcast": rings, "metadata": memory.of_entry(self.note)}
        self._post(posted.channel, self._doubted(self.note.entry), more)

    def _thread(self, posted: Posted) -> Sequence[Message]:
        """The alert's message and its thread; nothing if Slack does not show them."""
        try:
            return self.api.replies(posted, self.deadline)
        except SlackRefusalError as refusal:
            if refusal.error not in NO_THREAD:
                self._cannot_look(refusal)
            return ()

    def _post(self, channel: str, post: Post, more: dict[str, Any]) -> Posted:
        """As it is laid out; in plain text if Slack refuses that."""
        try:
            return self.api.post(channel, post.fields() | more, self.deadline)
        except SlackRefusalError as refusal:
            if not (is_layout(refusal.error) and isinstance(refusal.meaning, PermanentDeliveryError)):
                raise
            self._simpler(refusal)
            return self.api.post(channel, post.plain.fields() | more, self.deadline)

    def _simpler(self, refusal: SlackRefusalError) -> None:
        _logger.error("Slack refuses how %s is laid out: %s", self.note.idempotency_key, refusal)
        self.remark = f"in plain text, as Slack answered {refusal}"

    def _doubted(self, post: Post) -> Post:
        return post.maybe_again if self.in_doubt else post


def _needs_person(refusal: SlackRefusalError) -> bool:
    return isinstance(refusal.meaning, RetryableDeliveryError) and refusal.meaning.needs_person
