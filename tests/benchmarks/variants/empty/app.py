"""Nothing at all: what the runtime itself costs."""


def lambda_handler(_event: object, _context: object) -> dict[str, object]:
    """Answer."""
    return {"statusCode": 200}
