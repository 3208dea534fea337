"""PawPop Monitoring & Alerting: everything that a Lambda function imports."""

__version__ = "0.2.0"
