"""PawPop Monitoring & Alerting: everything that a Lambda function imports."""
