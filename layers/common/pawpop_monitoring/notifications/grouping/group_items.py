"""What the group store writes: plain values, as DynamoDB takes them.

`member#…` is a message and where it belongs, `group#…` who is in, and `groups#latest` names the group that was
founded last; reminders have groups, and a latest one, of their own.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pawpop_monitoring.contracts.alert_message import AlertMessage, asks_again
from pawpop_monitoring.notifications.stages.group import Membership

MOST_MEMBERS = 50
"""A transaction reads and writes a group as a whole, so it may not grow without end."""
_KEPT = timedelta(days=15)
"""One day longer than the queue keeps a message."""

type Item = dict[str, Any]


def membership_id(key: str) -> str:
    """Of the message with this key."""
    return f"member#{_digest(key)}"


def latest_id(message: AlertMessage) -> str:
    """Of the pointer to the latest group of what `message` is."""
    return "groups#latest#reminders" if asks_again(message) else "groups#latest"


def group_id(group: str) -> str:
    """Of the group's item."""
    return f"group#{group}"


def name_of_group(founder: str) -> str:
    """A message founds one group at most, so its key names it."""
    return _digest(founder)[:20]


def membership_item(message: AlertMessage, membership: Membership, now: datetime) -> Item:
    """The message with where it belongs."""
    item: Item = {
        "id": {"S": membership_id(message.key)},
        "due": {"S": membership.due.isoformat()},
        "body": {"S": message.model_dump_json()},
        "expiration": _expiration(now),
    }
    return item | ({"group": {"S": membership.group}} if membership.group else {})


def membership_of(item: Item) -> Membership:
    """The membership that an item holds."""
    return Membership(item["group"]["S"] if "group" in item else None, _time(item["due"]))


def message_of(item: Item) -> AlertMessage:
    """The message that an item holds."""
    return AlertMessage.model_validate_json(item["body"]["S"])


def group_item(group: str, founder: str, closes: datetime, now: datetime) -> Item:
    """A new group with its first member."""
    return {
        "id": {"S": group_id(group)},
        "members": {"SS": [founder]},
        "closes": {"S": closes.isoformat()},
        "expiration": _expiration(now),
    }


def closing_of(group: Item) -> datetime:
    """When the group closes."""
    return _time(group["closes"])


def takes_members(group: Item, now: datetime) -> bool:
    """True while the group is open and has room."""
    return "closed" not in group and closing_of(group) > now and len(group["members"]["SS"]) < MOST_MEMBERS


def _time(attribute: Mapping[str, str]) -> datetime:
    return datetime.fromisoformat(attribute["S"])


def _expiration(now: datetime) -> Item:
    return {"N": str(int((now + _KEPT).timestamp()))}


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
