"""Up, down and reset: each looks at what is there and does only what is missing."""

import shutil
from dataclasses import replace

from local_stack import (
    build,
    channels,
    chosen,
    database,
    deployment,
    description,
    emulator,
    migration,
    sandbox_process,
    secret_store,
    stack_file,
)
from local_stack.parameters import local_parameters
from local_stack.paths import Paths
from local_stack.processes import Process
from local_stack.progress import step
from local_stack.stack_file import Stack
from local_stack.turns import exclusive


def up(paths: Paths, *, schedules: bool, permissions: bool, told: str | None = None) -> Stack:
    """Start, build, migrate and deploy whatever is not up to date; safe to call at any time.

    `told` names the channels that go to the sandbox, None for those of the environment or else of before.
    """
    with exclusive(paths):
        return _up(paths, schedules=schedules, permissions=permissions, told=told)


def _up(paths: Paths, *, schedules: bool, permissions: bool, told: str | None) -> Stack:
    paths.create()
    kinds = channels.kept(paths, told)
    chosen.chosen(paths)  # a wrong one is told before anything is started
    secrets = secret_store.load(paths.local / "secrets.json")
    with step("Postgres"):
        database_url = database.start(paths)
    sandbox_url = _start_sandbox(paths)
    target = _start_emulator(paths, permissions=permissions)
    sources = _build(paths)
    with step("Migrating the database"):
        migration.migrate(paths, database_url)
    own = local_parameters(database_url=database_url, sandbox_url=sandbox_url, secrets=secrets, schedules=schedules)
    parameters = chosen.whole(paths, own | channels.parameters(kinds, sandbox_url))
    wanted = deployment.identity(sources, parameters, target)
    endpoint_url = emulator.url(target)
    if paths.stack_file.exists() and deployment.is_current(paths, wanted):
        described = stack_file.load(paths)
        channels.introduce(described)  # the sandbox may be a new one
        return described
    with step("Deploying to the AWS emulator"):
        deployment.deploy(paths, wanted, parameters, endpoint_url)
    described = description.describe(
        paths, endpoint_url=endpoint_url, sandbox_url=sandbox_url, database_url=database_url, secrets=secrets
    )
    described = replace(described, channels=channels.described(kinds, secrets))
    stack_file.save(paths, described)
    channels.introduce(described)
    return described


def down(paths: Paths) -> None:
    """Stop everything that `up` started. The data of Postgres is kept."""
    with step("Stopping the AWS emulator, the sandbox and Postgres"):
        emulator.stop(paths)
        sandbox_process.stop(paths)
        database.cluster(paths).stop()
    shutil.rmtree(paths.scratch, ignore_errors=True)


def reset(paths: Paths) -> None:
    """Stop everything and delete what it kept: database, tokens, build and logs; named stacks inside it as well."""
    for run in paths.local.glob("*/run"):
        reset(Paths(paths.root, run.parent.name))
    down(paths)
    with step("Dropping all local data"):
        database.cluster(paths).remove()
        shutil.rmtree(paths.local, ignore_errors=True)
        if not paths.name:
            # All stacks of a checkout share one build.
            shutil.rmtree(paths.build.parent, ignore_errors=True)


def _start_sandbox(paths: Paths) -> str:
    process = sandbox_process.running(paths)
    if process is None:
        with step("Sandbox of Resend, fal.ai and Supabase"):
            process = sandbox_process.start(paths)
    return sandbox_process.url(process)


def _start_emulator(paths: Paths, *, permissions: bool) -> Process:
    process = emulator.running(paths)
    if process is None or emulator.evaluates_permissions(process) is not permissions:
        with step("AWS emulator"):
            process = emulator.start(paths, permissions=permissions)
    return process


def _build(paths: Paths) -> str:
    processor = build.architecture()
    sources = build.sources(paths, processor)
    if not build.is_current(paths, sources, processor):
        with step("Building functions and layers"):
            build.build(paths, sources, processor)
    return sources
