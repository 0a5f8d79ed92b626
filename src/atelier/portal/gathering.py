"""Bodies of any size: gathered up to a limit; beyond it read to their end, and dropped."""

from typing import Any

import tornado.httputil

LIMIT = 32 * 1024 * 1024
"""Bytes of a request that are kept; a file's own limit is lower."""

GREATEST = 1 << 40
"""Bytes of a request beyond which the connection is cut."""


class BadRequest(Exception):
    """A request that cannot be read."""


class Gathering:
    """What a handler adds, with `tornado.web.stream_request_body`, to gather its body itself.

    Who sends too much gets an answer that can be read, and not a broken connection.
    """

    request: Any

    def prepare(self) -> None:
        """Expect a body of any size."""
        self.request.connection.set_max_body_size(GREATEST)
        self.received = bytearray()
        self.too_large = False
        super().prepare()

    def data_received(self, chunk: bytes) -> None:
        """Gather a piece of the body."""
        self.too_large = self.too_large or len(self.received) + len(chunk) > LIMIT
        if self.too_large:
            self.received.clear()
        else:
            self.received += chunk

    def keep_body(self) -> None:
        """Give the request the body that has come, as tornado does elsewhere."""
        self.request.body = bytes(self.received)
        self.received.clear()


def read_form(request: Any) -> None:
    """Read the fields and the files of a form into the request. Raises `BadRequest`."""
    content_type = request.headers.get("Content-Type", "")
    request.body_arguments, request.files = {}, {}
    try:
        tornado.httputil.parse_body_arguments(
            content_type, request.body, request.body_arguments, request.files, request.headers
        )
    except tornado.httputil.HTTPInputError as error:
        raise BadRequest(f"the form cannot be read ({error})") from None
