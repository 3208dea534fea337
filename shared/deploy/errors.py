"""What a person sees when a deployment can't go on."""


class DeployError(Exception):
    """What is wrong and what to do, in one or more lines; what was done is kept, and the command may be run again."""


class NobodyThereError(Exception):
    """A question was asked where nobody can answer it."""
