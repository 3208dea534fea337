"""Log records of OpenTelemetry over HTTP, which any collector and most APMs take."""
