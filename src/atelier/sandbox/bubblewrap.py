"""The command that starts a program in a sandbox of bubblewrap (Linux; Debian's `bubblewrap`)."""

import os
import shutil
import site
import sys
import sysconfig
from pathlib import Path

from atelier.sandbox.setting import NOBODY, NOTEBOOK, TEMPORARY

ROOT = "/cours"
"""Where a sandbox shows the course."""

SYSTEM = ("/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin")
FILES = ("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/alternatives")
"""What programs need, beside /usr."""


def bubblewrap(data: Path, disk_mb: int) -> list[str]:
    """Return the command that starts a program seeing the interpreter, `data` and nothing else.

    Its user is not root inside, or gives root up first: see `become_nobody`.
    """
    package = Path(__file__).resolve().parents[1]
    empty = ("--perms", "1777", "--size", str(disk_mb << 20), "--tmpfs")
    shown: list[str] = ["--ro-bind", "/usr", "/usr"]
    for name in SYSTEM:
        if Path(name).is_symlink():
            shown += ["--symlink", str(Path(name).readlink()), name]
        elif Path(name).is_dir():
            shown += ["--ro-bind", name, name]
    for name in filter(os.path.exists, FILES):
        shown += _bind(Path(name), name)
    for folder in _interpreter():
        shown += _bind(folder, str(folder))
    if not any(folder.is_relative_to("/tmp") for folder in _interpreter()):
        shown += ["--symlink", f"{ROOT}/{TEMPORARY}", "/tmp"]
    return [
        shutil.which("bwrap") or "bwrap",
        *_users(),
        *("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"),
        *("--unshare-cgroup-try", "--die-with-parent", "--new-session", "--hostname", "bac"),
        *shown,
        *_bind(package, f"/paquet/{package.name}"),
        *_bind(data, f"{ROOT}/data"),
        *("--proc", "/proc", "--dev", "/dev"),
        *("--dir", f"{ROOT}/notebooks", *empty, f"{ROOT}/{NOTEBOOK}"),
        *(*empty, f"{ROOT}/{TEMPORARY}"),
        *("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", ROOT),
    ]


def _users() -> list[str]:
    """Return what makes the sandbox's user another one than root."""
    if os.getuid() != 0:
        return ["--unshare-user"]
    if any(first <= NOBODY < first + count for first, _, count in _mapped_users()):
        return ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    return ["--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY)]  # root in a container


def _mapped_users() -> list[list[int]]:
    lines = Path("/proc/self/uid_map").read_text("ascii").splitlines()
    return [[int(part) for part in line.split()] for line in lines]


def _bind(source: Path, target: str) -> list[str]:
    """Return what shows `source` as `target`; folders on the way are for everybody to pass."""
    way = [
        part for folder in reversed(Path(target).parents[:-1]) for part in ("--dir", str(folder))
    ]
    return [*way, "--ro-bind", str(source), target]


def _interpreter() -> list[Path]:
    """Return the folders of Python and of the packages, without those that /usr holds."""
    found = {Path(sys.base_prefix), Path(sys.prefix), Path(sysconfig.get_path("purelib"))}
    found |= {Path(sys.executable).resolve().parents[1]}
    found |= {Path(folder) for folder in site.getsitepackages() if Path(folder).is_dir()}
    outside = {path for path in found if not path.is_relative_to("/usr")}
    return sorted(p for p in outside if not any(p != o and p.is_relative_to(o) for o in outside))
