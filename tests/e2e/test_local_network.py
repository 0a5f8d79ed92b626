"""A test can start a server that the answers of its own notebook reach, and nobody else does."""

import socket
import textwrap
import threading
import time
from pathlib import Path

import pytest
from classroom import COUNT, DOUBLE, WHEN, answered, hand_in
from sandboxes import needs_sandbox
from tiny_course import CHECKS, MODULE, MODULE_TOML, make_course

from atelier.course import load_course
from atelier.grading.autograde import grade
from atelier.grading.cohort import open_cohort
from atelier.grading.collect import collect
from atelier.grading.results import read_class
from atelier.sandbox.unit import Limits, Step, Unit
from atelier.sandbox.worker import COLD, FULL, NONE, Isolation, Worker

DATA = Path(__file__).parents[2] / "data"
LIMITS = Limits(cell_wall=20)
KINDS = [
    pytest.param(FULL, marks=needs_sandbox, id="full"),
    pytest.param(COLD, marks=needs_sandbox, id="cold"),
    pytest.param(NONE, id="none"),
    pytest.param(Isolation(bubblewrap=False, warm=False), id="alone"),
]
pytestmark = pytest.mark.lent

PORTAL = """
import asyncio, contextlib, json, sqlite3, tempfile, threading
import tornado.httpserver, tornado.netutil, tornado.web
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

class Sets(tornado.web.RequestHandler):
    def initialize(self, path):
        self.path = path

    async def get(self):
        self.write(json.dumps(await self._run("SELECT name FROM sets")))

    async def post(self):
        name = json.loads(self.request.body)["name"]
        self.write(json.dumps(await self._run("INSERT INTO sets VALUES (?) RETURNING name", name)))

    async def _run(self, *query):
        return await asyncio.get_running_loop().run_in_executor(pool, self._rows, *query)

    def _rows(self, query, *values):
        with contextlib.closing(sqlite3.connect(self.path)) as base, base:
            return [row[0] for row in base.execute(query, values)]

pool = ThreadPoolExecutor(4)

@contextlib.contextmanager
def portal():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "portail.sqlite")
        with contextlib.closing(sqlite3.connect(path)) as base, base:
            base.execute("PRAGMA journal_mode=WAL")
            base.execute("CREATE TABLE sets (name)")
        ready, about = threading.Event(), {}

        async def serve():
            sockets = tornado.netutil.bind_sockets(0, "127.0.0.1")
            application = tornado.web.Application([("/sets", Sets, {"path": path})])
            server = tornado.httpserver.HTTPServer(application)
            server.add_sockets(sockets)
            about["address"] = "http://127.0.0.1:%d" % sockets[0].getsockname()[1]
            about["loop"], about["end"] = asyncio.get_running_loop(), asyncio.Event()
            ready.set()
            await about["end"].wait()
            server.stop()

        thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
        thread.start()
        assert ready.wait(10)
        try:
            yield about["address"]
        finally:
            about["loop"].call_soon_threadsafe(about["end"].set)
            thread.join(10)
"""
"""A server as a test may start it: tornado in a thread, its own threads, a database on disk."""

PUBLISH = """
import requests

def publier(adresse, nom):
    envoi = requests.post(adresse + "/sets", json={"name": nom}, timeout=5)
    envoi.raise_for_status()
    return requests.get(adresse + "/sets", timeout=5).json()
"""

PUBLISHED = (
    PORTAL
    + """
with portal() as address:
    assert [publier(address, nom) for nom in "ab"] == [["a"], ["a", "b"]]
with portal() as address:
    assert publier(address, "c") == ["c"]
"""
)


def run(worker, *cells, local_network=True):
    steps = tuple(cell if isinstance(cell, Step) else Step(cell) for cell in cells)
    return worker.run(Unit("90-essai", "essai", steps, local_network=local_network)).outputs


@pytest.fixture
def worker():
    """A warm sandbox."""
    worker = Worker(FULL, DATA, LIMITS)
    yield worker
    worker.close()


@pytest.mark.parametrize("isolation", KINDS)
def test_answers_reach_the_server_of_their_test(isolation):
    worker = Worker(isolation, DATA, LIMITS)
    try:
        published = run(worker, PUBLISH, Step.of_test(PUBLISHED, "t"))
    finally:
        worker.close()
    assert [[], []] == list(published)


@pytest.mark.parametrize("isolation", KINDS)
def test_the_training_portal_opens_with_its_catalogue_where_submissions_are_graded(isolation):
    worker = Worker(isolation, DATA, LIMITS)
    cell = """
    import json, urllib.request
    from atelier import portail

    adresse = portail().adresse
    with urllib.request.urlopen(adresse + "/api/3/action/package_list", timeout=5) as reponse:
        print("population" in json.load(reponse)["result"])
    """
    try:
        (outputs,) = run(worker, textwrap.dedent(cell))
    finally:
        worker.close()
    assert "True\n" == outputs[-1].get("text")


@needs_sandbox
def test_a_function_that_fails_to_reach_it_gets_no_point(worker):
    wrong = "def publier(adresse, nom):\n    return requests.get(adresse + '/autre').json()"
    _, failed, right = run(worker, PUBLISH + wrong, Step.of_test(PUBLISHED, "t"), "print('la')")
    assert "error" == failed[-1]["output_type"]
    assert "la\n" == right[0]["text"]


SERVED = """
class Double(tornado.web.RequestHandler):
    def get(self, number):
        self.write(str(2 * int(number)))

@verification("double", partie=2)
def double_2(double: Fonction) -> str:
    with portal() as address:
        lu = essayer(double, address + "/double/21")
    verifier(lu == 42, "Votre fonction n’a pas lu la réponse.")
    return ""
"""
ASK = "def double(adresse):\n    import requests\n    return requests.get(adresse).json()"


@needs_sandbox
def test_a_module_whose_tests_start_a_server_is_graded(tmp_path, monkeypatch):
    route = '("/sets", Sets, {"path": path})'
    server = PORTAL.replace(route, route + ', ("/double/(.*)", Double)')
    mine, _, _ = CHECKS.partition('@verification("double", partie=2)')
    monkeypatch.setattr("tiny_course.CHECKS", mine + server + SERVED)
    about = MODULE_TOML.replace("\n[[", "reseau_local = true\n\n[[", 1)
    monkeypatch.setattr("tiny_course.MODULE_TOML", about)
    course = load_course(make_course(tmp_path / "cours"))
    cohort = open_cohort(tmp_path / "promotion", create=True)
    hand_in(course, cohort.inbox, "Awa", answered(course, {"habitants": COUNT, "double": ASK}))
    hand_in(
        course, cohort.inbox, "Blaise", answered(course, {"habitants": COUNT, "double": DOUBLE})
    )
    collect(course, cohort, [cohort.inbox], now=WHEN)
    assert () == grade(course, cohort).failed
    results = read_class(course, cohort, course.module(MODULE)).results
    points = {result.name: [e.points for e in result.exercises] for result in results}
    assert {"Awa": [2.0, 2.0], "Blaise": [2.0, 1.0]} == points


LISTEN = """
import socket
ici = socket.create_server(("127.0.0.1", 0))
print(socket.create_connection(ici.getsockname(), 2).getpeername()[0])
"""


@needs_sandbox
@pytest.mark.parametrize(("asked", "found"), [(True, "127.0.0.1\n"), (False, "OSError")])
def test_only_modules_that_ask_for_a_network_have_one(worker, asked, found):
    (outputs,) = run(worker, LISTEN, local_network=asked)
    assert found == (outputs[-1].get("text") or outputs[-1]["ename"])


OUTSIDE = """
import socket
joints = []
def essai(nom, geste):
    try: geste(); joints.append(nom)
    except OSError: pass
essai("tcp", lambda: socket.create_connection(("192.0.2.1", 80), 0.5))
essai("tcp6", lambda: socket.create_connection(("2001:db8::1", 80), 0.5))
essai("udp", lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"a", ("192.0.2.1", 53)))
essai("dns", lambda: socket.getaddrinfo("example.org", 80))
essai("grader", lambda: socket.create_connection(("127.0.0.1", PORT), 0.5))
essai("every address", lambda: socket.create_connection(("0.0.0.0", PORT), 0.5))
essai("unix", lambda: socket.socket(socket.AF_UNIX))
essai("netlink", lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW))
essai("raw", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))
print(joints)
"""


@needs_sandbox
@pytest.mark.parametrize("isolation", KINDS[:2])
def test_no_other_machine_and_no_program_of_the_grader_is_reached(isolation):
    worker = Worker(isolation, DATA, LIMITS)
    with socket.create_server(("127.0.0.1", 0)) as ours:
        try:
            (outputs,) = run(worker, OUTSIDE.replace("PORT", str(ours.getsockname()[1])))
        finally:
            worker.close()
    assert "[]\n" == outputs[0]["text"]


OFFER = """
import os, socket, time
ecoute = socket.socket()
ecoute.bind(("0.0.0.0", 9876))
ecoute.listen()
socket.create_connection(("127.0.0.1", 9876), 2)
if os.fork() == 0:
    os.setsid()
    while True:
        ecoute.accept()
time.sleep(SECONDS)
"""
"""Listens on every address, in a program that outlives its cell."""

LOOK = """
import socket
def trouve(port):
    try: return socket.create_connection(("127.0.0.1", port), 0.5) and True
    except OSError: return False
print([port for port in range(9800, 9900) if trouve(port)])
"""


@needs_sandbox
@pytest.mark.parametrize("isolation", KINDS[:2])
def test_what_one_notebook_offers_reaches_neither_another_nor_the_grader(isolation):
    one, other = Worker(isolation, DATA, LIMITS), Worker(isolation, DATA, LIMITS)
    said = []
    first = threading.Thread(target=lambda: said.extend(run(one, OFFER.replace("SECONDS", "4"))))
    try:
        other.start()
        first.start()
        time.sleep(1.5 if isolation.warm else 2.5)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", 9876), 1)
        (beside,) = run(other, LOOK)
        first.join()
        (after,) = run(one, LOOK)
    finally:
        one.close()
        other.close()
    assert ([[]], "[]\n", "[]\n") == (said, beside[0]["text"], after[0]["text"])


LINGER = """
import socket
ecoute = socket.socket()
ecoute.bind(("127.0.0.1", 9877))
ecoute.listen()
client = socket.create_connection(("127.0.0.1", 9877))
ecoute.accept()[0].close()  # who closes first keeps the port for a minute
client.close()
"""


@needs_sandbox
def test_connections_that_a_notebook_has_ended_are_in_nobodys_way(worker):
    outputs = [run(worker, LINGER) for _ in range(2)]
    assert [([],)] * 2 == outputs


ABSTRACT = """
import ctypes, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def prise(nombre, *arguments):
    return libc.syscall(nombre, *arguments) if os.uname().machine == "x86_64" else -1
print(prise(41, 1, 1, 0), prise(41, 1, 2, 0), prise(41, 1, 5, 0))
paire = socket.socketpair()
try:
    paire[0].bind("\\0atelier")
    print("bound")
except OSError:
    print("refused")
"""
"""A pair of sockets can be had; one of them could take a name that every notebook sees."""

ABSENT = """
import socket
une, autre = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
try: une.sendto(b"a", "\\0atelier"); print("reached")
except OSError: print("nobody")
"""


@needs_sandbox
def test_no_socket_with_a_name_is_shared_by_notebooks(worker):
    said = []
    bind = ABSTRACT.replace("socketpair()", "socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)")
    other = Worker(FULL, DATA, LIMITS)
    hold = threading.Thread(
        target=lambda: said.extend(run(other, bind + "import time; time.sleep(3)"))
    )
    try:
        worker.start()
        hold.start()
        time.sleep(2)
        (outputs,) = run(worker, ABSENT)
        hold.join()
    finally:
        other.close()
    assert "-1 -1 -1" == said[0][0]["text"].splitlines()[0]
    assert "nobody\n" == outputs[0]["text"]
