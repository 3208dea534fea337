"""What a person sees who sets a parameter wrong."""


class ParameterError(Exception):
    """Everything that is wrong, one sentence a line, each naming its parameter."""
