"""Events of Datadog, over its API v1."""
