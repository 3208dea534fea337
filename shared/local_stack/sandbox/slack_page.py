"""Slack's channels as a person sees them in a browser: messages with their blocks, threads below, buttons that work."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from string import Template

from local_stack.sandbox.slack_messages import Message
from local_stack.sandbox.wire import Json

PAGE = Template((Path(__file__).parent / "slack.html").read_text(encoding="utf-8"))
_CONTROL = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_MARKS = (
    (re.compile(r"(?<!\w)\*([^*\n]+)\*(?!\w)"), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\w)_([^_\n]+)_(?!\w)"), r"<em>\1</em>"),
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
)


def render(messages: list[Message]) -> str:
    """The whole page; every value is escaped."""
    channels = dict.fromkeys(message.channel for message in messages)
    shown = "".join(_channel(name, [each for each in messages if each.channel == name]) for name in channels)
    count = f"{len(messages)} message{'' if len(messages) == 1 else 's'}"
    return PAGE.substitute(
        count=count, channels=shown or '<p class="empty">No message yet. An alert will bring one.</p>'
    )


def _channel(name: str, messages: list[Message]) -> str:
    parents = {message.ts: message for message in messages if message.thread_ts is None}
    shown = "".join(
        _message(message, [each for each in messages if each.thread_ts == message.ts])
        if message.thread_ts is None
        else _broadcast(message, parents.get(message.thread_ts))
        for message in messages
        if message.thread_ts is None or message.broadcast
    )
    return f'<section aria-label="Channel {escape(name)}"><h2># {escape(name)}</h2>{shown}</section>'


def _message(message: Message, replies: list[Message]) -> str:
    count = f"{len(replies)} {'reply' if len(replies) == 1 else 'replies'}"
    inner = "".join(_card(reply) for reply in replies)
    thread = f'<details class="thread" open><summary>{count}</summary>{inner}</details>' if replies else ""
    return _card(message, thread)


def _broadcast(reply: Message, parent: Message | None) -> str:
    to = escape(_unescaped(parent.text))[:120] if parent else "a message that is gone"
    return _card(reply, "", f'<p class="small">replied to a thread: {to}</p>')


def _card(message: Message, below: str = "", above: str = "") -> str:
    when = datetime.fromtimestamp(float(message.ts), UTC).strftime("%H:%M")
    edited = ' <span class="small">(edited)</span>' if message.edited else ""
    alone = '<p class="small">Only visible to you</p>' if message.only_for else ""
    content = "".join(_block(block, message) for block in message.blocks) or f"<p>{_mrkdwn(message.text)}</p>"
    bars = "".join(_attachment(each, message) for each in message.attachments)
    return (
        f'<article class="message" id="m{escape(message.ts)}"><div class="face" aria-hidden="true">🐾</div>'
        f'<div class="body">{alone}{above}<p class="who"><strong>PawPop</strong> <span class="app">APP</span> '
        f'<time class="small">{when}</time>{edited}</p>{content}{bars}{below}</div></article>'
    )


def _attachment(attachment: Json, message: Message) -> str:
    colour = str(attachment.get("color") or "")
    bar = f' style="border-color:{colour}"' if re.fullmatch(r"#[0-9a-fA-F]{6}", colour) else ""
    inner = "".join(_block(block, message) for block in attachment.get("blocks") or [])
    return f'<div class="bar"{bar}>{inner or _mrkdwn(str(attachment.get("text") or ""))}</div>'


def _block(block: Json, message: Message) -> str:
    match block.get("type"):
        case "header":
            return f"<h3>{escape(_unescaped(block['text']['text']))}</h3>"
        case "section":
            text = f"<p>{_text(block['text'])}</p>" if "text" in block else ""
            fields = "".join(f"<p>{_text(each)}</p>" for each in block.get("fields") or [])
            return text + (f'<div class="fields">{fields}</div>' if fields else "")
        case "context":
            return f'<p class="small context">{_joined(_text(each) for each in block["elements"])}</p>'
        case "actions":
            return f'<div class="actions">{"".join(_button(each, message) for each in block["elements"])}</div>'
        case "divider":
            return "<hr>"
    return ""


def _button(button: Json, message: Message) -> str:
    label, action = escape(_unescaped(button["text"]["text"])), escape(str(button.get("action_id") or ""))
    if url := button.get("url"):
        return f'<a class="button" href="{escape(str(url))}" rel="noopener">{label}</a>'
    ask = escape(str((button.get("confirm") or {}).get("text", {}).get("text", "")))
    primary = " primary" if button.get("style") == "primary" else ""
    return (
        f'<button class="button{primary}" data-ts="{escape(message.ts)}" data-action="{action}" data-ask="{ask}">'
        f"{label}</button>"
    )


def _text(text: Json) -> str:
    return _mrkdwn(text["text"]) if text.get("type") == "mrkdwn" else escape(_unescaped(text["text"]))


def _mrkdwn(text: str) -> str:
    """As Slack shows it; what stands between angle brackets is a link, or calls somebody."""
    parts, at = list[str](), 0
    for found in _CONTROL.finditer(text):
        parts += [_marked(text[at : found.start()]), _control(found[1], found[2])]
        at = found.end()
    return "".join([*parts, _marked(text[at:])]).replace("\n", "<br>")


def _control(target: str, label: str | None) -> str:
    shown = escape(_unescaped(label or target))
    if target.startswith(("https://", "http://")):
        return f'<a href="{escape(_unescaped(target))}" rel="noopener">{shown}</a>'
    return f'<span class="ping">@{shown.lstrip("!@#")}</span>'


def _marked(text: str) -> str:
    shown = escape(_unescaped(text))
    for pattern, replacement in _MARKS:
        shown = pattern.sub(replacement, shown)
    return shown


def _joined(texts: Iterable[str]) -> str:
    return " &nbsp;·&nbsp; ".join(texts)


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
