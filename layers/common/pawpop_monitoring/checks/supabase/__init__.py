"""The Supabase check: `SupabaseCheck` observes, `judge` decides what is broken."""

from pawpop_monitoring.checks.supabase.check import SupabaseCheck

__all__ = ["SupabaseCheck"]
