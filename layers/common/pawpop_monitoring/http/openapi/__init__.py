"""The API's own description, made from the wire models."""

from pawpop_monitoring.http.openapi.document import build_document

__all__ = ["build_document"]
