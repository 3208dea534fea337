"""The present state as numbers, for those who collect them: Prometheus, OpenTelemetry, Datadog. Pure."""
