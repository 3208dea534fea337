"""The sandbox on a loopback port."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from local_stack import ports
from local_stack.sandbox.application import Sandbox
from local_stack.sandbox.wire import Request, Response


class SandboxServer(ThreadingHTTPServer):
    """One thread per connection, so that a slow answer delays nobody else."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, sandbox: Sandbox) -> None:
        super().__init__((ports.LOOPBACK, port), _Handler)
        self.sandbox = sandbox

    @property
    def url(self) -> str:
        return f"http://{ports.LOOPBACK}:{self.server_address[1]}"


def serve(port: int = 0, sandbox: Sandbox | None = None) -> SandboxServer:
    """A server that listens already; call its `serve_forever`. Port 0 takes any free one."""
    return SandboxServer(port, sandbox or Sandbox())


class _Handler(BaseHTTPRequestHandler):
    server: SandboxServer
    protocol_version = "HTTP/1.1"
    # Without it an idle connection would keep its thread for good.
    timeout = 60

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        response = self.server.sandbox.answer(Request.of(self.command, self.path, dict(self.headers), body))
        if response is None:
            self.close_connection = True
            return
        try:
            self._send(response)
        except ConnectionError:
            # The caller gave up waiting; what it asked for is done all the same.
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _handle  # noqa: N815 the base class looks for these names

    def _send(self, response: Response) -> None:
        content = response.encoded()
        headers = {
            "Content-Type": response.content_type(),
            "Content-Length": str(len(content)),
            **response.headers,
        }
        self.send_response(response.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
