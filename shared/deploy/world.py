"""Everything outside that a deployment touches, in one place, so that tests can stand in for it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from deploy.first_look import Api
from deploy.ports import Build, Cloud, Postgres, Prompt, Resend
from parameter_file.declared import Parameter


@dataclass(frozen=True, slots=True)
class World:
    """`cloud` answers the account in a region, `api` the routes at an address, used with a token.

    `suggested` has what an empty answer means here; `rules` are those of all parameters, `pause` waits some seconds.
    """

    prompt: Prompt
    cloud: Callable[[str], Cloud]
    resend: Resend
    postgres: Postgres
    build: Build
    api: Callable[[str, str], Api]
    rules: Mapping[str, Parameter]
    suggested: Mapping[str, str] = field(default_factory=dict)
    pause: Callable[[float], None] = time.sleep
