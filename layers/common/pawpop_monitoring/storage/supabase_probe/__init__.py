"""A look at the database: an overview that must work, then what may be missing without harm."""

from pawpop_monitoring.storage.supabase_probe.postgres_probe import PostgresProbe

__all__ = ["PostgresProbe"]
