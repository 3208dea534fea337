"""`python -m local_stack.sandbox --port N`: serve until stopped."""

import argparse

from local_stack.sandbox.server import serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m local_stack.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="loopback port to listen on")
    server = serve(parser.parse_args().port)
    server.serve_forever()


if __name__ == "__main__":
    main()
