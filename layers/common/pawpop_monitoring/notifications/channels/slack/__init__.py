"""Slack: one message for each alert, edited as it changes, with its history in the thread."""
