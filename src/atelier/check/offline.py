"""Notebooks run without a network: an audit hook refuses every address that is not this machine.

An audit hook can't be taken away by the code that it watches (PEP 578).
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LOCAL = {"localhost", "127.0.0.1", "::1", "", None, "0.0.0.0"}

_STARTUP = "from atelier.check.offline import refuse_network\n\nrefuse_network()\n"
_QUIET = "get_config().Application.log_level = 'ERROR'\n"
"""Without it every kernel warns, in English, that it talks over TCP."""


class NetworkRefused(OSError):
    """A notebook asked for an address of another machine."""


def refuse_network() -> None:
    """Refuse, in this process and for good, to look up or to reach another machine."""
    sys.addaudithook(_refuse)


def kernel_environment(folder: Path) -> Mapping[str, str]:
    """Return environment variables with which every kernel refuses the network.

    Writes an IPython profile into `folder`; it keeps kernels quiet, too.
    """
    startup = folder / "profile_default" / "startup"
    startup.mkdir(parents=True, exist_ok=True)
    (startup.parent / "ipython_kernel_config.py").write_text(_QUIET, encoding="utf-8")
    (startup / "00-offline.py").write_text(_STARTUP, encoding="utf-8")
    package = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
    return {"IPYTHONDIR": str(folder), "PYTHONPATH": path}


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a path is this machine's
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host not in LOCAL and not str(host).startswith("127."):
        raise NetworkRefused(
            f"Ce carnet demande le réseau ({host}) : un carnet du cours doit s’en passer."
        )
