"""Slack's rules for the content of a message: https://docs.slack.dev/reference/block-kit."""

from collections.abc import Callable, Iterator
from typing import Any

from local_stack.sandbox.wire import Json

MAX_TEXT = 40_000
MAX_BLOCKS = 50
MAX_WEIGHT = 13_200
"""Of all blocks together; Slack does not document it."""
MAX_METADATA = 8_000
MAX_ATTACHMENTS = 100
MAX_ID = 255
_LONGEST = {"section": 3000, "header": 150, "context": 2000, "button": 75, "field": 2000}


def error_of(content: dict[str, Any]) -> str | None:
    """The name of Slack's error; None for a message that it takes."""
    text, blocks, attachments = content.get("text"), content.get("blocks"), content.get("attachments")
    if not (text or blocks or attachments):
        return "no_text"
    if text is not None and (not isinstance(text, str) or len(text) > MAX_TEXT):
        return "msg_too_long"
    if attachments and (not isinstance(attachments, list) or len(attachments) > MAX_ATTACHMENTS):
        return "too_many_attachments"
    within = [each.get("blocks") or [] for each in attachments or [] if isinstance(each, dict)]
    if any(_wrong(each) for each in [blocks or [], *within]):
        return "invalid_blocks"
    if sum(len(part) for each in [blocks or [], *within] for part in _texts(each)) > MAX_WEIGHT:
        return "msg_blocks_too_long"
    return _metadata_error(content.get("metadata"))


def _metadata_error(metadata: object) -> str | None:
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        return "invalid_metadata_format"
    payload = metadata.get("event_payload")
    if not isinstance(payload, dict) or any(isinstance(value, dict | list) for value in payload.values()):
        return "invalid_metadata_schema"
    return "metadata_too_large" if len(str(metadata)) > MAX_METADATA else None


def _wrong(blocks: object) -> bool:
    if not isinstance(blocks, list) or len(blocks) > MAX_BLOCKS:
        return True
    named = [block.get("block_id") for block in blocks if isinstance(block, dict) and block.get("block_id")]
    return len(named) != len(set(named)) or not all(isinstance(block, dict) and _fits(block) for block in blocks)


def _fits(block: Json) -> bool:
    kind = _KINDS.get(str(block.get("type")))
    return kind is not None and kind(block) and len(str(block.get("block_id") or "")) <= MAX_ID


def _header(block: Json) -> bool:
    return _is_text(block.get("text"), "header", kinds=("plain_text",))


def _context(block: Json) -> bool:
    elements = block.get("elements")
    return _within(elements, 10) and all(_is_text(each, "context") for each in elements or [])


def _actions(block: Json) -> bool:
    elements = block.get("elements") or []
    named = [each.get("action_id") for each in elements if isinstance(each, dict)]
    return _within(elements, 25) and len(named) == len(set(named)) and all(map(_is_button, elements))


def _section(block: Json) -> bool:
    fields = block.get("fields")
    if fields is None:
        return _is_text(block.get("text"), "section")
    texts = all(_is_text(each, "field") for each in fields)
    return _within(fields, 10) and texts and ("text" not in block or _is_text(block["text"], "section"))


def _within(elements: object, most: int) -> bool:
    return isinstance(elements, list) and 1 <= len(elements) <= most


def _is_text(text: object, place: str, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> bool:
    if not isinstance(text, dict) or text.get("type") not in kinds or not isinstance(text.get("text"), str):
        return False
    return 1 <= len(text["text"]) <= _LONGEST[place]


def _is_button(button: object) -> bool:
    if not isinstance(button, dict) or button.get("type") != "button":
        return False
    fits = _is_text(button.get("text"), "button", kinds=("plain_text",))
    lengths = (("value", 2000), ("url", 3000), ("action_id", MAX_ID))
    return fits and all(len(str(button.get(name) or "")) <= longest for name, longest in lengths)


_KINDS: dict[str, Callable[[Json], bool]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "divider": lambda _: True,
}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value
