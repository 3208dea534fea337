"""What Slack is told of one step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pawpop_monitoring.notifications.channels.slack.blocks import Block, context, section
from pawpop_monitoring.notifications.progress import Mark

_MAYBE_AGAIN = "This may be a repetition: nobody can tell whether it was posted before."


@dataclass(frozen=True, slots=True)
class Post:
    """The content of a message; `text` is what the phone and screen readers get."""

    text: str
    blocks: Sequence[Block] = ()
    attachments: Sequence[Mapping[str, Any]] = ()

    @property
    def plain(self) -> "Post":
        """The same for a Slack that refuses how it is laid out."""
        return Post(self.text)

    @property
    def maybe_again(self) -> "Post":
        """The same, with the doubt said."""
        laid_out = self.blocks or [section(self.text)]
        return replace(self, text=f"{self.text} ({_MAYBE_AGAIN})", blocks=[*laid_out, context([_MAYBE_AGAIN])])

    def fields(self) -> dict[str, Any]:
        """As the methods take it; what is empty replaces what was there."""
        return {"text": self.text, "blocks": list(self.blocks), "attachments": list(self.attachments)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackNote:
    """`message` is how the alert's own message looks from this step on, `entry` what its thread says of the step.

    `rings`: the entry is shown in the channel as well. `began_at` is when the alert opened, before which nothing was
    posted of it; `known_before`: earlier steps were told, here or elsewhere.
    """

    idempotency_key: str
    alert_id: str
    began_at: datetime
    mark: Mark
    message: Post
    entry: Post
    rings: bool = False
    known_before: bool = False
