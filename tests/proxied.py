"""The training portal below a prefix, as jupyter-server-proxy shows it on Binder.

The proxy takes the prefix off the address and passes everything else on, redirections as they are.
"""

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from patience import PATIENCE

PREFIX = "/user/awa/proxy/5000"


class NoFollow(urllib.request.HTTPRedirectHandler):
    """Leave redirections to the browser."""

    def redirect_request(self, *_):
        return None


@contextmanager
def behind_a_proxy(portal: str) -> Iterator[str]:
    """Give the address of a proxy that shows the portal at `portal` below PREFIX."""
    opener = urllib.request.build_opener(NoFollow, urllib.request.ProxyHandler({}))

    class Proxy(BaseHTTPRequestHandler):
        def pass_on(self):
            if not self.path.startswith(PREFIX):
                self.send_error(404)
                return
            length = int(self.headers.get("Content-Length", 0))
            request = urllib.request.Request(
                portal + self.path.removeprefix(PREFIX),
                data=self.rfile.read(length) if length else None,
                headers=dict(self.headers),
                method=self.command,
            )
            try:
                answer = opener.open(request, timeout=PATIENCE)
            except urllib.error.HTTPError as error:
                answer = error
            with answer:
                body = answer.read()
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    if name not in ("Content-Length", "Transfer-Encoding", "Connection"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        do_GET = do_POST = pass_on

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
