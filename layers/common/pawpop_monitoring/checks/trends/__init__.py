"""The check of trends: what forecasts, series and windows say of all services, once an hour."""

from pawpop_monitoring.checks.trends.check import TrendCheck

__all__ = ["TrendCheck"]
