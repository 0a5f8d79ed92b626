"""Cells that leave processes behind which are hard to find, to stop, or to end."""

FORKS = (
    "import os, time\nfor _ in range(6):\n    if os.fork() == 0:\n"
    "        {first}; x = bytearray(os.urandom(1000) * 10_000); time.sleep(60)\n{last}"
)

RUNNING_ON = {
    "forks that wait, then fork on": FORKS.format(first="pass", last="time.sleep(60)"),
    "forks of an ended parent": FORKS.format(first="pass", last="os._exit(0)"),
    "forks in sessions of their own": FORKS.format(first="os.setsid()", last="time.sleep(60)"),
    "forks that no signal but one ends": FORKS.format(
        first="import signal; [signal.signal(n, signal.SIG_IGN) for n in (1, 2, 15)]",
        last="time.sleep(60)",
    ),
    "one that hops from process to process": (
        "import os, time\nif os.fork() == 0:\n"
        "    until = time.monotonic() + 60\n"
        "    while time.monotonic() < until:\n"
        "        if os.fork(): os._exit(0)\n"
        "        os.setsid()\n    os._exit(0)\ntime.sleep(60)"
    ),
    "a process whose first thread has ended": (
        "import ctypes, os, threading, time\nif os.fork() == 0:\n"
        "    threading.Thread(target=time.sleep, args=(60,)).start()\n"
        "    ctypes.CDLL(None).pthread_exit(None)\ntime.sleep(60)"
    ),
    "a program that knows nothing of its origin": (
        "import subprocess, time\n"
        "subprocess.Popen(['/bin/sh', '-c', 'sleep 60 & sleep 60'], env={}, start_new_session=True)\n"
        "time.sleep(60)"
    ),
}
