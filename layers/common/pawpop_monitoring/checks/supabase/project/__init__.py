"""The project's HTTP services, Supabase's Management API and the metrics endpoint."""

from pawpop_monitoring.checks.supabase.project.keys import ProjectKeys
from pawpop_monitoring.checks.supabase.project.project_probe import HttpProjectProbe, ProjectAddress

__all__ = ["HttpProjectProbe", "ProjectAddress", "ProjectKeys"]
