"""Apprise, https://appriseit.com, loaded only once something is sent."""

from dataclasses import dataclass
from typing import Any

from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.channels.apprise.answers import judge, said, waits
from pawpop_monitoring.notifications.channels.apprise.compose import Note
from pawpop_monitoring.notifications.channels.apprise.listening import listening
from pawpop_monitoring.notifications.channels.apprise.target import Target
from pawpop_monitoring.notifications.channels.refusals import refused, wrong_setting

_WAITS = "the message waits until it is right"


@dataclass(frozen=True, slots=True)
class AppriseChannel:
    """Sends to one target; an address of several could be told twice when only one of them failed.

    `base_url` stands in for the services' own addresses.
    """

    target: Target
    base_url: str = ""

    @property
    def name(self) -> str:
        """Stored with every delivery."""
        return f"apprise:{self.target.name}"

    def send(self, note: Note) -> Receipt:
        """One notification."""
        plugin, told = self._plugin(), note.without_tags() if self.target.reads_tags else note
        with listening(self.base_url) as heard:
            accepted = plugin.notify(title=told.title, body=told.text, notify_type=told.type, body_format="text")
        if accepted:
            return Receipt(note.idempotency_key)
        who = f"Apprise's target '{self.target.name}'"
        raise refused(who, said(heard), judge(heard), waits(heard), heard.status or 0)

    def _plugin(self) -> Any:
        """A new one each time: Apprise's objects pause between two sendings."""
        from apprise import Apprise, AppriseAsset  # noqa: PLC0415  a second of import

        asset = AppriseAsset(storage_mode="memory", app_id="PawPop", app_desc="PawPop Monitoring", async_mode=False)
        plugin = Apprise.instantiate(self.target.url, asset=asset)
        if plugin is None:
            raise wrong_setting(f"ChannelApprise: Apprise can't read the address of '{self.target.name}'; {_WAITS}.")
        if len(plugin) > 1:
            where = f"the address of '{self.target.name}'"
            raise wrong_setting(f"ChannelApprise: {where} has {len(plugin)} targets; give each a line; {_WAITS}.")
        setattr(plugin, "throttle", _goes_on)  # noqa: B010  mypy knows that methods are not assigned to
        return plugin


def _goes_on(*_: object, **__: object) -> None:
    """Instead of the pauses that Apprise makes, for as long as a service asks: the queue is what waits."""
