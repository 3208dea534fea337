"""A real Postgres without Docker, for the local stack and for the integration tests."""

from local_stack.postgres.cluster import Cluster, temporary_cluster

__all__ = ["Cluster", "temporary_cluster"]
