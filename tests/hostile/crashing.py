"""Cells that end Python, never end, or take all that there is."""

ENDING = {
    "os._exit": "import os; os._exit(0)",
    "sys.exit": "import sys; sys.exit(0)",
    "exit()": "exit()",
    "os.abort": "import os; os.abort()",
    "a segmentation fault": "import ctypes; ctypes.string_at(0)",
    "killing oneself": "import os, signal; os.kill(os.getpid(), signal.SIGKILL); os._exit(1)",
    "stopping oneself": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "recursion": "def f(): return f()\nf()",
    "recursion to death": "import sys; sys.setrecursionlimit(10**9)\ndef f(): return f()\n"
    "class A:\n    def __repr__(self): return repr(self)\n    __str__ = __getattr__ = __repr__\nrepr(A())",
    "a fork that goes on": "import os\nos.fork()",
    "closing every file": "import os; os.closerange(0, 4096)",
    "an exec": "import os; os.execv('/bin/true', ['true'])",
    "a handler that ends": "import signal, os; signal.signal(signal.SIGINT, lambda *_: os._exit(3))\nwhile True: pass",
}

ENDLESS = {
    "a loop": "while True: pass",
    "a loop that catches its interrupt": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    ),
    "a loop without signals": (
        "import signal\nfor n in range(1, 65):\n    try: signal.signal(n, signal.SIG_IGN)\n"
        "    except (OSError, ValueError): pass\nwhile True: pass"
    ),
    "a power": "10**10**10",
    "a regular expression": "import re; re.match(r'(a+)+$', 'a' * 60 + 'b')",
    "sleep": "import time; time.sleep(3600)",
    "sleep that catches its interrupt": (
        "import time\nwhile True:\n    try: time.sleep(3600)\n    except BaseException: pass"
    ),
    "input": "import sys\nsys.stdin = open(0)\nsys.stdin.read()\nimport threading; threading.Event().wait()",
    "a loop in another process": "import subprocess; subprocess.run(['sh', '-c', 'while :; do :; done'])",
}

GREEDY = {
    "memory, at once": "x = bytearray(10**11)",
    "memory, bit by bit": "x = []\nwhile True: x.append(bytearray(10**7))",
    "memory, in a text": "x = 'a' * 10**11",
    "shared memory": "import mmap\nx = []\nwhile True:\n    m = mmap.mmap(-1, 10**7); m.write(b'a' * 10**7); x.append(m)",
    "memory in many processes": (
        "import os, time\nfor _ in range(12):\n    if os.fork() == 0:\n"
        "        x = bytearray(os.urandom(1000) * 80_000); time.sleep(60)\ntime.sleep(60)"
    ),
    "a fork bomb": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "a shell's fork bomb": "import os; os.system('b() { b | b & }; b; sleep 2')",
    "a thread bomb": (
        "import threading, time\nwhile True:\n"
        "    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()"
    ),
    "a long line": "print('a' * 30_000_000)",
    "a million lines": "for i in range(1_000_000): print(i)",
    "lines without end": "while True: print('encore')",
    "a long representation": ("class A:\n    def __repr__(self): return 'a' * 30_000_000\nA()"),
    "a long display": "from IPython.display import HTML, display\ndisplay(HTML('a' * 30_000_000))",
    "many displays": "from IPython.display import display\nfor i in range(100_000): display(i)",
    "output past Python": "import os\nfor n in (1, 2):\n    for _ in range(100): os.write(n, b'a' * 100_000)",
    "output of programs": "!head -c 30000000 /dev/zero | tr '\\\\0' 'a'",
    "an error that says too much": "raise ValueError('a' * 30_000_000)",
    "a long traceback": "raise type('E' * 10**7, (Exception,), {'_render_traceback_': lambda *_: ['a' * 10**6] * 50})",
}

FILLING = {
    "open files": "x = []\nwhile True: x.append(open('/dev/null'))",
    "the disk": "with open('gros', 'wb') as f:\n    while True: f.write(b'a' * 10**6)",
    "the disk, in many files": (
        "for i in range(200):\n    with open(f'/tmp/gros{i}', 'wb') as f: f.write(b'a' * 10**7)"
    ),
    "the disk, in shared memory": "open('/dev/shm/gros', 'wb').write(b'a' * 10**9)",
    "names of files": "for i in range(200_000): open(f'f{i}', 'w').close()",
    "anonymous memory files": "import os\nx = [os.memfd_create('x') for _ in range(50)]\nfor f in x:\n    for _ in range(6): os.write(f, b'a' * 10**7)",
}

PROGRAMS = {
    "a shell": "%%bash\nrm -rf / 2>/dev/null; rm -rf ~ ../.. /tmp/* 2>/dev/null; true",
    "rm": "!rm -rf .. / --no-preserve-root 2>/dev/null",
    "magics": (
        "%run -i /tmp/rien.py\n%load_ext rien\n%system rm -rf ../*\n%config Application.log_level=10\n"
        "%reset -f\n%logstart -o /tmp/journal.txt\n%cd /tmp"
    ),
    "a daemon": (
        "import os, subprocess, sys\n"
        "subprocess.Popen(['sh', '-c', 'setsid sh -c \"exec -a demon sleep 98765\" & exit'], start_new_session=True)\n"
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        os.execvp('sleep', ['sleep', '98765'])\n    os._exit(0)"
    ),
}

FILES = {
    "a pipe": "import os; os.path.exists('journal.csv') and os.unlink('journal.csv'); os.mkfifo('journal.csv')",
    "a link to what never ends": "import os; os.unlink('journal.csv'); os.symlink('/dev/zero', 'journal.csv')",
    "a link to the processes": "import os; os.unlink('journal.csv'); os.symlink('/proc/self/environ', 'journal.csv')",
    "a link to an open file": "import os; os.unlink('journal.csv'); os.symlink('/proc/self/fd/4', 'journal.csv')",
    "a hard link": "import os; os.unlink('journal.csv')\nos.link('/cours/data/pays.csv', 'journal.csv')",
    "a folder": "import os; os.unlink('journal.csv'); os.mkdir('journal.csv')",
    "60 megabytes": "open('journal.csv', 'w').write('a\\n' + '6\\n' * 30_000_000)",
    "no rights": "import os; os.chmod('journal.csv', 0)",
    "modules beside the notebook": (
        "import os\n"
        "for nom in ('pandas', 'atelier', 'math', 'numpy', 'statistics', 'json', 'sitecustomize', 'secrets',\n"
        "            'colorsys', 'usercustomize', 'calendar'):\n"
        "    for dossier in ('.', '/tmp', os.path.expanduser('~')):\n"
        "        open(f'{dossier}/{nom}.py', 'w').write('def __getattr__(n): return lambda *a, **k: True\\n')\n"
        "import sys; sys.path.insert(0, '/tmp')"
    ),
    "settings in the home": (
        "import os\nbase = os.path.expanduser('~')\n"
        "for nom in ('.pandasrc', 'matplotlibrc', '.pythonrc.py', '.bashrc', '.config/x',\n"
        "            'ipython/profile_default/startup/a.py', '.local/lib/python3.11/site-packages/usercustomize.py'):\n"
        "    for dossier in (base, '.'):\n"
        "        chemin = os.path.join(dossier, nom); os.makedirs(os.path.dirname(chemin), exist_ok=True)\n"
        "        open(chemin, 'w').write('import os; os._exit(7)')"
    ),
    "names that are strange": "for n in ('-rf', 'a\\nb', '\\udcff', ' ', '*', 'é'*80): open(n, 'w').close()",
}
"""What lies where a test looks for a file: run after the answers."""
