"""The secrets of a stack in SSM Parameter Store, below /pawpop/<stack>/."""

from collections.abc import Collection, Mapping
from typing import Any

from deploy.stored_secrets import Fate, Held, fates


class ParameterStore:
    """Reads and writes through `ssm`, a boto3 client; `names` are the secrets' names there, by parameter."""

    def __init__(self, ssm: Any, stack: str, names: Mapping[str, str]) -> None:
        self._ssm = ssm
        self._paths = {parameter: f"/pawpop/{stack}/{name}" for parameter, name in names.items()}
        self._root = f"/pawpop/{stack}"

    def held(self) -> dict[str, Held]:
        """What is there, with all that was there before, by parameter."""
        values = self._values()
        return {
            parameter: Held(values[path], self._former(path))
            for parameter, path in self._paths.items()
            if path in values
        }

    def keep(self, given: Mapping[str, str], insisted: Collection[str] = ()) -> dict[str, Fate]:
        """Bring Parameter Store up to `given`; what became of each, see `fates`."""
        decided = fates(given, self.held(), insisted)
        for parameter, fate in decided.items():
            if fate is Fate.WRITE:
                self._ssm.put_parameter(
                    Name=self._paths[parameter], Value=given[parameter], Type="SecureString", Overwrite=True
                )
            elif fate is Fate.REMOVE:
                self._ssm.delete_parameter(Name=self._paths[parameter])
        return decided

    def revision(self) -> str:
        """A number that is another after each change."""
        pages = self._pages("get_parameters_by_path", Path=self._root, Recursive=True)
        return str(sum(each["Version"] for page in pages for each in page["Parameters"]))

    def remove_all(self) -> None:
        """Leave nothing of this stack behind."""
        for path in self._values():
            self._ssm.delete_parameter(Name=path)

    def _values(self) -> dict[str, str]:
        pages = self._pages("get_parameters_by_path", Path=self._root, Recursive=True, WithDecryption=True)
        return {each["Name"]: each["Value"] for page in pages for each in page["Parameters"]}

    def _former(self, path: str) -> frozenset[str]:
        pages = self._pages("get_parameter_history", Name=path, WithDecryption=True)
        return frozenset(each["Value"] for page in pages for each in page["Parameters"])

    def _pages(self, operation: str, **question: object) -> Any:
        return self._ssm.get_paginator(operation).paginate(**question)
