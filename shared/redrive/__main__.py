"""Send messages that were put aside back to their queue.

Mend first what put them aside: the log of the consumer says it, under 'put aside'. Nothing is told twice:
what was delivered meanwhile is recognised by its key.

For an installation on AWS this uses what the AWS CLI would use (AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, …).
"""

import argparse
import sys
from collections.abc import Sequence

from redrive.mover import look, move
from redrive.queues import RedriveError, of_local_stack, of_stack
from redrive.summary import summary_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Move, or only list, and say what; 1 and a sentence if the queues can't be found."""
    options = _parser().parse_args(arguments)
    try:
        queues = of_local_stack(options.queue) if options.local else of_stack(options.queue, options.stack)
    except RedriveError as error:
        print(error, file=sys.stderr)
        return 1
    count = 0
    for body in look(queues) if options.list else move(queues):
        print(summary_of(body), flush=True)
        count += 1
    print(f"{count} {'message' if count == 1 else 'messages'} {'put aside' if options.list else 'sent back'}.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m redrive", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--queue", choices=["alerts", "records", "channels", "presses"], default="alerts")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--stack", default="pawpop-monitoring", help="CloudFormation stack (pawpop-monitoring)")
    where.add_argument("--local", action="store_true", help="the local stack instead")
    parser.add_argument("--list", action="store_true", help="only show what is there")
    return parser


if __name__ == "__main__":
    sys.exit(main())
