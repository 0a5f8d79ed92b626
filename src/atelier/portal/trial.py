"""A portal for one test: fresh, on loopback, in a thread, gone with its folder at the end."""

import asyncio
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from atelier.portal.portal import Portal


class Trial:
    """A running portal, as a test sees it.

    `address` and `token` are for the code under test; `call` asks the portal itself, as the user
    of that token unless told otherwise (`user=None` is a visitor).
    """

    def __init__(self, portal: Portal, address: str, token: str, user: str) -> None:
        """Keep what is given."""
        self.portal = portal
        self.address = address
        self.token = token
        self.user = user

    def call(self, action: str, data: dict[str, Any] | None = None, **options: Any) -> Any:
        """Do an action."""
        options.setdefault("user", self.user)
        return self.portal.call(action, data, **options)


@contextmanager
def fresh_portal(
    seeded: bool = False, profile: str = "coeur", user: str = "participant"
) -> Iterator[Trial]:
    """Run a fresh portal on which a participant is an editor of the organisation `cours`."""
    from atelier.portal import seed

    with (
        tempfile.TemporaryDirectory(prefix="portail-", ignore_cleanup_errors=True) as folder,
        Portal(folder, profile) as portal,
    ):
        token = seed.people(portal, user)
        if seeded:
            seed.catalogue(portal)
        with served(portal) as address:
            yield Trial(portal, address, token, user)


@contextmanager
def served(portal: Portal, port: int = 0) -> Iterator[str]:
    """Serve a portal from a thread of this process, and stop at the end; give its address."""
    from atelier.portal.application import listen

    ready = threading.Event()
    state: dict[str, Any] = {}

    async def main() -> None:
        state["stop"] = asyncio.Event()
        state["loop"] = asyncio.get_running_loop()
        try:
            server, _ = listen(portal, port)
        except OSError as error:
            state["error"] = error
            return
        finally:
            ready.set()
        await state["stop"].wait()
        server.stop()
        await server.close_all_connections()

    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    ready.wait()
    try:
        if "error" in state:
            raise state["error"]
        yield portal.site_url
    finally:
        if "error" not in state:
            state["loop"].call_soon_threadsafe(state["stop"].set)
        thread.join()
