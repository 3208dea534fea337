"""The local stack's own Postgres."""

from local_stack.paths import Paths
from local_stack.postgres import Cluster, roles

DATABASE = "pawpop"


def cluster(paths: Paths) -> Cluster:
    return Cluster.at(paths.local / "postgres")


def start(paths: Paths) -> str:
    """Start the server, make the database if it is new, and return its URL."""
    server = cluster(paths)
    server.start()
    server.resume()
    if not roles.database_exists(server.url("postgres", superuser=True), DATABASE):
        server.create_database(DATABASE)
    return server.url(DATABASE)
