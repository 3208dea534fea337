"""An AWS that keeps nothing: secrets are what they are given to be, tables are empty, queues and topics take all."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from tests.live_server import answering


@contextmanager
def quiet_aws(secrets: Mapping[str, str]) -> Iterator[str]:
    """The address of an endpoint for as long as the block lasts; `secrets` by their ids."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if "form-urlencoded" in self.headers.get("Content-Type", ""):
                self._say("text/xml", _published(parse_qs(sent.decode())))
                return
            operation = self.headers.get("X-Amz-Target", "").partition(".")[2]
            self._say("application/x-amz-json-1.1", json.dumps(_answer(operation, json.loads(sent or b"{}"), secrets)))

        def _say(self, kind: str, text: str) -> None:
            body = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with answering(ThreadingHTTPServer(("127.0.0.1", 0), Answers)) as server:
        yield f"http://127.0.0.1:{server.server_port}"


def _published(asked: Mapping[str, list[str]]) -> str:
    """What SNS says to PublishBatch when it takes all of it."""
    ids = [value for name, (value, *_) in asked.items() if name.endswith(".Id")]
    members = "".join(f"<member><Id>{name}</Id><MessageId>1</MessageId></member>" for name in ids)
    result = f"<PublishBatchResult><Successful>{members}</Successful><Failed/></PublishBatchResult>"
    return f'<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">{result}</PublishBatchResponse>'


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
