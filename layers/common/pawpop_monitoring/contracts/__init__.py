"""The wire: JSON that travels in queues and over HTTP, as pydantic models."""
