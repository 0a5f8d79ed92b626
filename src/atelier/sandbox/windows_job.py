"""A job object of Windows: what is started in it ends with it, and it ends with its last handle.

So what submitted code starts ends with its sandbox, and with the grader, whatever ends that one.
"""

import ctypes
import subprocess
import sys
from typing import Any

_EXTENDED_LIMITS, _KILL_ON_CLOSE = 9, 0x2000


class _BasicLimits(ctypes.Structure):
    _fields_ = [
        ("times", ctypes.c_int64 * 2),
        ("flags", ctypes.c_uint32),
        ("working_set", ctypes.c_size_t * 2),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("classes", ctypes.c_uint32 * 2),
    ]


class _ExtendedLimits(ctypes.Structure):
    _fields_ = [
        ("basic", _BasicLimits),
        ("transfers", ctypes.c_uint64 * 6),
        ("memory", ctypes.c_size_t * 4),
    ]


class Job:
    """A job that holds one process and all that it will start; elsewhere than on Windows, nothing.

    Where the system refuses one, nothing is held either.
    """

    def __init__(self, process: subprocess.Popen):
        """Hold `process`."""
        self._job: Any = None
        if sys.platform != "win32":
            return
        self._kernel = ctypes.WinDLL("kernel32")
        self._kernel.CreateJobObjectW.restype = ctypes.c_void_p
        job = ctypes.c_void_p(self._kernel.CreateJobObjectW(None, None))
        limits = _ExtendedLimits(basic=_BasicLimits(flags=_KILL_ON_CLOSE))
        size = ctypes.c_uint32(ctypes.sizeof(limits))
        self._kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size)
        self._kernel.AssignProcessToJobObject(job, ctypes.c_void_p(int(process._handle)))
        self._job = job

    def close(self) -> None:
        """End all that it holds."""
        if self._job is not None:
            self._kernel.CloseHandle(self._job)
            self._job = None
