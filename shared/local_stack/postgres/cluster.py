"""One Postgres server with a data folder of its own."""

import json
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from local_stack import ports
from local_stack.errors import StackError, tail
from local_stack.postgres import location, roles
from local_stack.postgres.account import Account

type StopMode = Literal["fast", "immediate", "smart"]

# Nothing here has to survive a power cut, so the server need not wait for the disk.
SETTINGS = {
    "shared_preload_libraries": "pg_stat_statements",
    "unix_socket_directories": "",
    "listen_addresses": ports.LOOPBACK,
    "fsync": "off",
    "full_page_writes": "off",
    "log_min_messages": "warning",
    # A client that gave up while the server was paused would block DROP DATABASE for the default minute.
    "authentication_timeout": "5s",
}


@dataclass(frozen=True)
class Cluster:
    """A server under `home`. Like Supabase: the application's role has pg_monitor but is no superuser."""

    home: Path
    account: Account

    @classmethod
    def at(cls, home: Path, *, max_connections: int = 100) -> "Cluster":
        """The cluster under `home`, made there first if there is none. It is not started."""
        account = Account.for_server()
        cluster = cls(location.reachable_home(home, account), account)
        if not (cluster.home / "ready").exists():
            cluster._initialise(max_connections)
        return cluster

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def port(self) -> int:
        return int((self.home / "port").read_text())

    def url(self, database: str, *, superuser: bool = False) -> str:
        """A URL that psycopg and dbmate both accept."""
        role = roles.SUPERUSER if superuser else roles.APPLICATION
        return f"postgresql://{role}:{self._passwords()[role]}@{ports.LOOPBACK}:{self.port}/{database}?sslmode=disable"

    def is_running(self) -> bool:
        return self._process() is not None

    def start(self) -> None:
        """Start the server if it does not run, and wait until it takes connections."""
        if self.is_running():
            return
        port = ports.remembered(self.home / "port")
        self._pg_ctl("start", "--wait", f"--log={self.home / 'server.log'}", f"--options=-p {port}")
        if not (self.home / "provisioned").exists():
            roles.provision(self.url("template1", superuser=True), self._passwords()[roles.APPLICATION])
            (self.home / "provisioned").touch()

    def stop(self, mode: StopMode = "fast") -> None:
        """Stop the server: `fast` ends the sessions, `immediate` is a crash, `smart` waits for them."""
        if self.is_running():
            self.resume()
            self._pg_ctl("stop", "--wait", f"--mode={mode}")

    def restart(self, mode: StopMode = "fast") -> None:
        """Stop and start on the same port."""
        self.stop(mode)
        self.start()

    def pause(self) -> None:
        """Freeze the server: connections are accepted by the kernel, and then nothing answers."""
        for process in self._family():
            with suppress(psutil.NoSuchProcess):
                process.suspend()

    def resume(self) -> None:
        # The first that wakes up may find its client gone, and end before its turn comes.
        for process in self._family():
            with suppress(psutil.NoSuchProcess):
                process.resume()

    def create_database(self, name: str, *, template: str = "template1") -> str:
        """Make a database that the application's role owns, empty or with all of `template`; return its URL."""
        roles.create_database(self.url("postgres", superuser=True), name, template)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop the database, ending whatever sessions it still has."""
        roles.drop_database(self.url("postgres", superuser=True), name)

    def remove(self) -> None:
        """Stop the server and delete everything it kept."""
        self.stop("immediate")
        shutil.rmtree(self.home)

    def _initialise(self, max_connections: int) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        self.home.mkdir(parents=True, exist_ok=True)
        self.account.own(self.home)
        passwords = {role: secrets.token_hex(16) for role in (roles.SUPERUSER, roles.APPLICATION)}
        (self.home / "passwords.json").touch(mode=0o600)
        (self.home / "passwords.json").write_text(json.dumps(passwords))
        self._initdb(passwords[roles.SUPERUSER], SETTINGS | {"max_connections": str(max_connections)})
        (self.home / "ready").touch()

    def _initdb(self, password: str, settings: dict[str, str]) -> None:
        password_file = self.home / "superuser.password"
        password_file.touch(mode=0o600)
        password_file.write_text(password)
        self.account.own(password_file)
        self._run(
            "initdb",
            f"--username={roles.SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
        )
        password_file.unlink()
        # initdb takes settings only since version 16.
        with (self.data / "postgresql.conf").open("a") as configuration:
            configuration.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def _pg_ctl(self, *arguments: str) -> None:
        try:
            self._run("pg_ctl", "--silent", *arguments)
        except StackError as error:
            raise StackError(str(error), log=error.log + tail(self.home / "server.log")) from error

    def _run(self, program: str, *arguments: str) -> None:
        self.account.run(
            [str(location.programs(self.account) / program), f"--pgdata={self.data}", *arguments],
            cwd=self.home,
            failure=f"Postgres: {program} failed. 'make reset' starts again with an empty database.",
        )

    def _passwords(self) -> dict[str, str]:
        passwords: dict[str, str] = json.loads((self.home / "passwords.json").read_text())
        return passwords

    def _process(self) -> psutil.Process | None:
        try:
            process = psutil.Process(int((self.data / "postmaster.pid").read_text().splitlines()[0]))
        except (FileNotFoundError, ValueError, IndexError, psutil.NoSuchProcess):
            return None
        # After a crash the file may name a pid that another program has by now.
        return process if process.name() == "postgres" else None

    def _family(self) -> list[psutil.Process]:
        process = self._process()
        return [process, *process.children()] if process else []


@contextmanager
def temporary_cluster(*, max_connections: int = 100) -> Iterator[Cluster]:
    """A running server that is gone, with its data, when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="pawpop-postgres-"))
    folder.chmod(0o755)
    cluster = Cluster.at(folder / "cluster", max_connections=max_connections)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()
        shutil.rmtree(folder, ignore_errors=True)
