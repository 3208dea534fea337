"""The template's parameters that a person chose for the stack on this machine, kept in `.local/parameters.env`."""

from collections.abc import Mapping

from local_stack.errors import StackError
from local_stack.paths import Paths
from parameter_file import assignments, file
from parameter_file.declared import declared
from parameter_file.errors import ParameterError

_MADE_HERE = "the local stack makes its own, see .local/stack.json"
REFUSED: Mapping[str, str] = {
    "Architecture": "the functions run on this machine's processor",
    "DatabaseUrl": _MADE_HERE,
    "StripeWebhookSecrets": _MADE_HERE,
    "ApiAdminToken": _MADE_HERE,
    "ApiReadToken": _MADE_HERE,
    "ApiTrackToken": _MADE_HERE,
    "LinkKey": _MADE_HERE,
    "SecretsRevision": "it counts what is written",
}


def choose(paths: Paths, text: str) -> None:
    """Keep the assignments of `text` (`Name=value …`) for this `up` and those to come; StackError if one is wrong."""
    try:
        values = assignments.parse(text)
        assignments.check(values, declared(paths.template), REFUSED)
        file.change(paths.parameters_file, values)
    except ParameterError as error:
        raise StackError(str(error)) from None


def chosen(paths: Paths) -> dict[str, str]:
    """What was chosen, earlier or in the file itself; StackError if the file sets what the template doesn't know."""
    try:
        values = file.load(paths.parameters_file)
        assignments.check(values, declared(paths.template), REFUSED)
    except ParameterError as error:
        raise StackError(f"{error}\nCorrect it in {paths.parameters_file.relative_to(paths.root)}.") from None
    return values


def whole(paths: Paths, own: Mapping[str, str]) -> dict[str, str]:
    """A value for each parameter: chosen, of this machine (`own`), or the template's default.

    All of them, since CloudFormation keeps the value of before for one that a deployment leaves out.
    """
    known = declared(paths.template)
    defaults = {name: each.default for name, each in known.items() if each.default is not None}
    return defaults | dict(own) | chosen(paths)
