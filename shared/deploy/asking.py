"""Answers to whatever is not answered yet."""

from collections.abc import Mapping, Sequence

from deploy.errors import DeployError, NobodyThereError
from deploy.ports import Prompt
from deploy.questions import REGION, Question
from parameter_file.declared import Parameter

REGION_RULE = Parameter(
    name=REGION,
    description="AWS region of the stack.",
    default=None,
    secret=False,
    rules={
        "AllowedPattern": r"^[a-z]{2}(-[a-z]+)+-\d$",
        "ConstraintDescription": "must be a region such as eu-central-1",
    },
)


def complete(
    known: Mapping[str, str],
    questions: Sequence[Question],
    rules: Mapping[str, Parameter],
    suggested: Mapping[str, str],
    prompt: Prompt,
) -> dict[str, str]:
    """What was answered beside `known`; without anybody there, what needs no person.

    `suggested` has what an empty answer means in this very place. DeployError names all that somebody has to give.
    """
    answers: dict[str, str] = {}
    missing: list[Question] = []
    alone = False
    for question in questions:
        if question.parameter in known:
            continue
        default = question.default({**known, **answers}, suggested)
        if not alone:
            try:
                answers[question.parameter] = _asked(question, rules[question.parameter], default, prompt)
                continue
            except NobodyThereError:
                alone = True
        if default is None:
            missing.append(question)
        else:
            answers[question.parameter] = default
    if missing:
        raise DeployError(_named(missing))
    return answers


def _asked(question: Question, rule: Parameter, default: str | None, prompt: Prompt) -> str:
    while True:
        answer = prompt.ask(_worded(question, rule, default), default=default or "", hidden=rule.secret)
        problem = rule.problem_of(answer) if answer or default is None else None
        if problem is None:
            return answer
        prompt.say(f"  It {problem}.")


def _worded(question: Question, rule: Parameter, default: str | None) -> str:
    if default is None:
        return f"{question.text}: "
    if not default:
        return f"{question.text} [none]: "
    return f"{question.text} [{'as it is' if rule.secret else default}]: "


def _named(missing: Sequence[Question]) -> str:
    names = "\n".join(f"  {question.parameter}=   {question.text}" for question in missing)
    return f"Nobody is there to answer, and these have no answer yet:\n{names}"
