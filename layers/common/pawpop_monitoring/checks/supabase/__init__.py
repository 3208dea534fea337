"""The Supabase check: gather over one port per upstream, then judge with pure functions."""

from pawpop_monitoring.checks.supabase.check import SupabaseCheck
from pawpop_monitoring.checks.supabase.gather import Upstreams

__all__ = ["SupabaseCheck", "Upstreams"]
