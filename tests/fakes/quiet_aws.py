"""An AWS that keeps nothing: secrets are what they are given to be, tables are empty, queues take all."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.live_server import answering


@contextmanager
def quiet_aws(secrets: Mapping[str, str]) -> Iterator[str]:
    """The address of an endpoint for as long as the block lasts; `secrets` by their ids."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
            body = json.dumps(_answer(self.headers.get("X-Amz-Target", "").partition(".")[2], asked, secrets)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with answering(ThreadingHTTPServer(("127.0.0.1", 0), Answers)) as server:
        yield f"http://127.0.0.1:{server.server_port}"


def _answer(operation: str, asked: Mapping[str, Any], secrets: Mapping[str, str]) -> dict[str, Any]:
    match operation:
        case "GetSecretValue":
            return {"SecretString": secrets[asked["SecretId"]]}
        case "GetParameter":
            return {"Parameter": {"Name": asked["Name"], "Value": secrets[asked["Name"].strip("/")]}}
        case "SendMessageBatch":
            entries = [{"Id": entry["Id"], "MessageId": "1", "MD5OfMessageBody": ""} for entry in asked["Entries"]]
            return {"Successful": entries, "Failed": []}
        case "Query" | "Scan":
            return {"Items": [], "Count": 0}
        case "GetQueueAttributes":
            return {"Attributes": {"ApproximateNumberOfMessages": "0"}}
    return {}
