"""Cells that answer the examining process themselves, on the connection that they find."""

CONNECTION = """
import os, pickle, struct, threading, time, gc
from multiprocessing.connection import Connection
def _fils():
    for n in range(3, 200):
        try: os.fstat(n)
        except OSError: continue
        yield n
def _envoyer(octets, fois=1, pause=0.0):
    for _ in range(fois):
        for n in _fils():
            try: os.write(n, octets)
            except OSError: pass
        time.sleep(pause)
def _trame(octets): return struct.pack("!i", len(octets)) + octets
def _arbre(chose): return _trame(pickle.dumps(chose, 5))
"""

NAMES = '({"total": ("object", "int"), "verifier": ("function", 0, "verifier", None, None)}, {})'

FORGED = {
    "a frame that is huge": "_envoyer(struct.pack('!i', 0x7fffffff))",
    "a frame of negative length": "_envoyer(struct.pack('!i', -5))",
    "a frame of gigabytes": "_envoyer(struct.pack('!i', -1) + struct.pack('!Q', 1 << 40))",
    "half a frame": "_envoyer(struct.pack('!i', 1000) + b'a' * 10)\nimport time; time.sleep(100)",
    "no message": "_envoyer(_trame(b''))",
    "noise": "_envoyer(_trame(os.urandom(5000)), 5)",
    "a pickle that runs code": (
        "class P:\n    def __reduce__(self): return (os.system, ('touch /tmp/piege',))\n"
        "_envoyer(_arbre(P()), 5)"
    ),
    "a pickle of a class": "_envoyer(_arbre(Connection), 5)",
    "answers ahead of their request": f"_envoyer(_arbre({NAMES}), 20)",
    "answers for ever": (
        f"threading.Thread(target=_envoyer, args=(_arbre({NAMES}), 10**9), daemon=True).start()"
    ),
    "answers of wrong types": "for chose in (None, 1, [], {{}}, (), ('value', 1), ('error',), 'a' * 99): _envoyer(_arbre(chose), 3)".replace(
        "{{}}", "{}"
    ),
    "outputs of wrong types": (
        "_envoyer(_arbre([{'output_type': 'stream', 'name': 'stdout', 'text': b'x'}, {1: 2}, 3,"
        " {'output_type': 'execute_result', 'data': {'text/plain': '9'}, 'metadata': 5},"
        " {'output_type': 'error', 'ename': 'Interrompue', 'evalue': 'faux', 'traceback': []}]), 5)"
    ),
    "a bomb of empty lists": "_envoyer(_trame(b'\\x80\\x05' + b'(' + b']' * 30_000_000 + b'l.'))",
    "a bomb of small numbers": "_envoyer(_trame(b'\\x80\\x05](' + b'K\\x01' * 15_000_000 + b'e.'))",
    "a tree without end": "_envoyer(_trame(b'\\x80\\x05' + b']' * 100_000 + b'a' * 99_999 + b'.'))",
    "a bomb of classes": (
        "_envoyer(_arbre(({'total': ('list', 600_000, [('object', 'A%d' % i) for i in range(600_000)])}, {})), 1)"
    ),
    "a descriptor that is passed": (
        "import socket, array\n"
        "for n in _fils():\n"
        "    try:\n"
        "        s = socket.socket(fileno=os.dup(n))\n"
        "        s.sendmsg([_arbre(None)], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [n] * 50))])\n"
        "    except OSError: pass"
    ),
    "hanging up": "for n in list(_fils()): os.close(n)",
}
