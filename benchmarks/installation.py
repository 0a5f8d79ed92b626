"""Measure the participants' installation and start: `python benchmarks/installation.py`.

Prints a Markdown table. Works in temporary copies with empty caches, so it needs a network
(about 200 MB); what it cannot measure (no `uv`, no Chromium, no Linux) it says so.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("demarrer.py", "requirements", "src", "course.toml", "notebooks", "data")
NOT_MEASURED = "not measured"
PLATFORMS = {
    "Linux": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "Windows": ("win_amd64",),
    "macOS": ("macosx_14_0_arm64", "macosx_11_0_arm64"),
}


def main() -> None:
    """Measure everything and print the table."""
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        for installer in ("pip", "uv"):  # the last copy is the one that is then opened
            if installer == "uv" and not shutil.which("uv"):
                rows.append(("uv", NOT_MEASURED))
                continue
            copy = course_copy(Path(folder, installer))
            rows += installation(copy, installer)
        rows += downloads(Path(folder))
        rows += opening(copy)
    print("| what | measured |\n|---|---|")
    print(*(f"| {what} | {value} |" for what, value in rows), sep="\n")


def course_copy(folder: Path) -> Path:
    """Copy what a participant starts from into `folder`."""
    folder.mkdir()
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    return folder


def environment(copy: Path, installer: str) -> dict[str, str]:
    """Return an environment with empty caches, and without `uv` where pip is to be measured."""
    tools = copy.parent / f"{installer}-tools"
    tools.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH"}}
    home = {"XDG_CACHE_HOME": str(tools), "UV_CACHE_DIR": str(tools / "c")}
    return {**kept, **home} if installer == "uv" else {**kept, **home, "PATH": str(tools)}


def installation(copy: Path, installer: str) -> Iterator[tuple[str, str]]:
    """Time the first start and the second (until the verb takes over), and weigh `.venv`."""
    command = [sys.executable, str(copy / "demarrer.py"), "rendre", "--help"]
    bare = [str(copy / ".venv/bin/python"), "-m", "atelier", "rendre", "--help"]
    where = environment(copy, installer)
    yield f"first start with {installer}, nothing cached", f"{timed(command, where):.1f} s"
    overhead = median(command, where) - median(bare, where)
    yield f"added by demarrer.py to a second start ({installer})", f"{1000 * overhead:.0f} ms"
    size = sum(file.lstat().st_blocks * 512 for file in (copy / ".venv").rglob("*"))
    yield f"disk of `.venv` ({installer}, bytecode included)", f"{size / 1e6:.0f} MB"


def timed(command: list[str], where: dict[str, str]) -> float:
    """Run `command`; return the seconds that it took."""
    start = time.perf_counter()
    subprocess.run(command, env=where, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def median(command: list[str], where: dict[str, str]) -> float:
    """Return the median of seven runs of `command`, in seconds."""
    return sorted(timed(command, where) for _ in range(7))[3]


def downloads(folder: Path) -> Iterator[tuple[str, str]]:
    """Weigh the wheels of the participants' lock for Python 3.12 on each platform."""
    sizes = {}
    for system, tags in PLATFORMS.items():
        lock = folder / f"{system}.txt"
        marked = {"Linux": "linux", "Windows": "windows", "macOS": "macos"}[system]
        compile_ = [
            "uv",
            "pip",
            "compile",
            str(ROOT / "requirements/participant.txt"),
            "--no-config",
        ]
        compile_ += [
            "--python-platform",
            marked,
            "--python-version",
            "3.12",
            "--no-deps",
            "--quiet",
        ]
        compile_ += [
            "--only-binary",
            ":all:",
            "--generate-hashes",
            "--no-annotate",
            "-o",
            str(lock),
        ]
        fetch = [str(folder / "pip/.venv/bin/python"), "-m", "pip", "download", "--quiet"]
        fetch += ["--no-deps", "--only-binary", ":all:", "--python-version", "3.12"]
        fetch += ["--disable-pip-version-check", "--require-hashes", "-r", str(lock)]
        fetch += [word for tag in tags for word in ("--platform", tag)]
        if not shutil.which("uv"):
            return
        subprocess.run(compile_, check=True, stdout=subprocess.DEVNULL)
        wheels = folder / f"wheels-{system}"
        done = subprocess.run([*fetch, "-d", str(wheels)], capture_output=True, text=True)
        weight = sum(wheel.stat().st_size for wheel in wheels.glob("*.whl")) / 1e6
        sizes[system] = f"{weight:.0f} MB" if not done.returncode else NOT_MEASURED
    yield f"downloads: {' / '.join(sizes)}", " / ".join(sizes.values())


@contextmanager
def course_open(copy: Path) -> Iterator[tuple[str, float, int]]:
    """Open the course; yield its address, the seconds that it took, the server's process id."""
    start = time.perf_counter()
    command = [sys.executable, "demarrer.py", "--sans-navigateur"]
    process = subprocess.Popen(command, cwd=copy, stdout=subprocess.PIPE, text=True)
    try:
        line = next(line for line in process.stdout if "http" in line)
        yield line.split()[-1], time.perf_counter() - start, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def opening(copy: Path) -> Iterator[tuple[str, str]]:
    """Time the server, weigh it and a kernel in memory, and what a browser loads."""
    with course_open(copy) as (address, seconds, pid):
        yield "second start until the server answers", f"{seconds:.1f} s"
        yield "memory of the server (PSS)", pss(pid)
        yield from browser(address)
    code = "import pandas, matplotlib.pyplot, sys, time; print(1, flush=True); time.sleep(60)"
    words = f"from ipykernel.inprocess.ipkernel import InProcessKernel; {code}"
    kernel = subprocess.Popen(
        [str(copy / ".venv/bin/python"), "-c", words], stdout=subprocess.PIPE, text=True
    )
    kernel.stdout.readline()
    yield "memory of a Python with ipykernel, pandas and matplotlib (PSS)", pss(kernel.pid)
    kernel.kill()
    kernel.wait()


def pss(pid: int) -> str:
    """Return the proportional memory of a process."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return NOT_MEASURED
    kilobytes = int(re.search(r"(?m)^Pss:\s+(\d+)", text)[1])
    return f"{kilobytes / 1024:.0f} MB"


def browser(address: str) -> Iterator[tuple[str, str]]:
    """Count what Chromium loads on the first visit and on a reload."""
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if not chromium:
        yield "sent to the browser", NOT_MEASURED
        return
    options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    options += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as play:
        page = play.chromium.launch(executable_path=chromium, args=options).new_page()
        received: list[float] = []
        hosts: set[str] = set()
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on(
            "Network.loadingFinished", lambda event: received.append(event["encodedDataLength"])
        )
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        for visit, go in (("first load", lambda: page.goto(address)), ("reload", page.reload)):
            received.clear()
            go()
            page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
            page.wait_for_timeout(5_000)
            total = f"{sum(received) / 1e6:.1f} MB in {len(received)} answers"
            yield f"sent to the browser, {visit}", total
        yield (
            "hosts that the browser asks",
            ", ".join(sorted(re.sub(r":\d+", "", h) for h in hosts)),
        )


if __name__ == "__main__":
    main()
