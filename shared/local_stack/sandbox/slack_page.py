"""Slack's channels as a person sees them in a browser: messages with their blocks, threads below."""

from local_stack.sandbox.slack_messages import Message


def render(messages: list[Message]) -> str:
    """The whole page."""
    return str(len(messages))
