"""Signed webhooks to any address, as the specification Standard Webhooks has them."""
