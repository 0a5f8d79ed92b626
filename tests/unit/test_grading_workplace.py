"""Where submissions run: a sandbox for each hand, tables that travel, consent, a quick end."""

import datetime
import os
import stat
import tempfile
import threading
import time
import zipfile
from concurrent.futures import CancelledError
from pathlib import Path

import pytest
from patience import PATIENCE
from sandboxes import needs_sandbox

from atelier.grading import workplace
from atelier.grading.cohort import open_cohort
from atelier.grading.consent import consented, keep_consent
from atelier.grading.workplace import (
    SLOW,
    UNPROTECTED,
    BrokenSandbox,
    NoSandbox,
    Tables,
    caution,
    open_here,
    pack_tables,
    processors,
    run_units,
    unpack_tables,
)
from atelier.sandbox.unit import Limits, Report, Step, Unit
from atelier.sandbox.worker import COLD, FULL, NONE, SandboxError

UNIT = Unit("90-essai", "carnet", (Step("1"),))


@pytest.fixture
def data(tmp_path):
    """Return a folder of tables that other users may not read."""
    folder = tmp_path / "data"
    (folder / "geo").mkdir(parents=True)
    (folder / "pays.csv").write_text("iso3\nSEN\n", encoding="utf-8")
    (folder / "geo/côtes.csv").write_bytes(b"\x00\xff")
    for path in folder.rglob("*"):
        path.chmod(0o700)
    return folder


@pytest.fixture
def fakes(monkeypatch):
    """Replace sandboxes by things that remember what is asked of them; return all of them."""
    made = []

    class Fake:
        pause = 0
        left = ()

        def __init__(self, isolation, data, limits):
            self.isolation, self.data, self.limits = isolation, data, limits
            self.thread, self.units, self.closed = None, [], False
            made.append(self)

        def start(self):
            self.thread = threading.get_ident()
            time.sleep(self.pause)
            if self.closed:
                raise SandboxError("closed")

        def run(self, unit):
            assert threading.get_ident() == self.thread
            time.sleep(0.02)
            self.units.append(unit)
            return Report(([],))

        def close(self):
            self.closed = True

    monkeypatch.setattr(workplace, "Worker", Fake)
    monkeypatch.setattr(workplace, "find_isolation", lambda: FULL)
    monkeypatch.setattr(workplace, "_mine", threading.local())
    yield made
    workplace._workers.clear()


def test_each_hand_has_one_sandbox_that_serves_all_its_units(fakes, data, monkeypatch):
    monkeypatch.setattr(workplace.Worker, "pause", 0.2)
    with open_here(data, hands=3) as place:
        assert 3 == place.hands
        futures = [place.submit((UNIT, UNIT)) for _ in range(30)]
        assert [(Report(([],)), Report(([],)))] * 30 == [future.result() for future in futures]
    assert 3 == len(fakes)
    assert 3 == len({fake.thread for fake in fakes})
    assert 60 == sum(len(fake.units) for fake in fakes)
    assert {(FULL, data)} == {(fake.isolation, fake.data) for fake in fakes}
    assert all(fake.closed for fake in fakes)


def test_there_are_as_many_hands_as_processors(fakes, data):
    with open_here(data) as place:
        assert processors() == place.hands >= 1


def test_sandboxes_start_before_there_is_work(fakes, data, monkeypatch):
    monkeypatch.setattr(workplace.Worker, "pause", 0.2)
    with open_here(data, hands=2):
        deadline = time.monotonic() + PATIENCE
        while len([fake for fake in fakes if fake.thread]) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.01)


def test_other_tables_or_limits_take_the_place_of_a_sandbox(fakes, data, tmp_path):
    tables, other = Tables("", data), Tables("", tmp_path)
    run_units((UNIT,), tables, consent=False)
    run_units((UNIT,), tables, consent=False)
    assert 1 == len(fakes)
    run_units((UNIT,), other, consent=False)
    run_units((UNIT,), other, consent=False, limits=Limits(cell_seconds=1))
    assert [True, True, False] == [fake.closed for fake in fakes]
    assert [fakes[2]] == workplace._workers


@pytest.mark.parametrize(
    ("program", "advice"),
    [
        (None, "apt install bubblewrap.*--sans-bac-a-sable"),
        ("bwrap", "le système lui refuse.*--sans-bac-a-sable"),
    ],
)
def test_without_a_sandbox_and_consent_nothing_is_started(
    program, advice, fakes, data, monkeypatch
):
    monkeypatch.setattr(workplace, "find_isolation", lambda: NONE)
    monkeypatch.setattr(workplace.shutil, "which", lambda _: program)
    with open_here(data, hands=1) as place:
        with pytest.raises(NoSandbox, match=advice):
            place.submit((UNIT,)).result()
        assert [] == fakes


def test_a_sandbox_that_does_not_start_says_so_and_is_tried_again(fakes, data, monkeypatch):
    def refuse(self):
        raise SandboxError("Traceback\nNameError: x")

    with open_here(data, hands=1) as place:
        with monkeypatch.context() as patch:
            patch.setattr(workplace.Worker, "start", refuse)
            with pytest.raises(BrokenSandbox, match=r"ne démarre pas \(NameError: x\)\. Relancez"):
                run_units((UNIT,), place.tables, consent=False)
        assert (Report(([],)),) == place.submit((UNIT,)).result()


def test_with_consent_it_goes_on_without_a_sandbox(fakes, data, monkeypatch):
    monkeypatch.setattr(workplace, "find_isolation", lambda: NONE)
    with open_here(data, hands=1, consent=True) as place:
        assert 1 == len(place.submit((UNIT,)).result())
    assert [NONE] == [fake.isolation for fake in fakes]


@pytest.mark.parametrize(("isolation", "text"), [(FULL, ""), (COLD, SLOW), (NONE, UNPROTECTED)])
def test_a_trainer_is_told_what_the_isolation_is_worth(monkeypatch, isolation, text):
    monkeypatch.setattr(workplace, "find_isolation", lambda: isolation)
    assert text == caution()


def test_a_sandbox_that_is_starting_is_closed_too(fakes, data, monkeypatch):
    monkeypatch.setattr(workplace.Worker, "pause", 0.5)
    with open_here(data, hands=2) as place:
        waiting = [place.submit((UNIT,)) for _ in range(9)]
    assert 2 == len(fakes)
    assert all(fake.closed for fake in fakes)
    assert [] == workplace._workers
    for future in waiting:
        with pytest.raises((CancelledError, BrokenSandbox)):
            future.result()


def test_tables_travel_whole_and_the_same_tables_are_known_again(data):
    tables = pack_tables(data)
    assert None is tables.folder
    os.utime(data / "pays.csv", (0, 0))
    assert tables == pack_tables(data)
    with zipfile.ZipFile(data / "copie.zip", "w"):
        pass
    assert tables.digest != pack_tables(data).digest
    folder = unpack_tables(tables)
    try:
        found = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
    finally:
        workplace.shutil.rmtree(folder.parent)
    assert {"pays.csv": b"iso3\nSEN\n", "geo/côtes.csv": b"\x00\xff"} == found


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_the_sandboxs_user_can_read_tables_that_travelled_and_other_users_cannot(data):
    before = os.umask(0o077)
    try:
        folder = unpack_tables(pack_tables(data))
    finally:
        os.umask(before)
    try:
        modes = {
            path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode)
            for path in (folder, *folder.rglob("*"))
        }
        around = stat.S_IMODE(folder.parent.stat().st_mode)
    finally:
        workplace.shutil.rmtree(folder.parent)
    assert {".": 0o755, "geo": 0o755, "pays.csv": 0o644, "geo/côtes.csv": 0o644} == modes
    assert 0o700 == around


def test_tables_that_do_not_fit_on_the_disk_leave_nothing(data, tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(28, "plein")

    tables = pack_tables(data)
    (tmp_path / "ici").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "ici"))
    monkeypatch.setattr(zipfile.ZipFile, "extractall", full)
    with pytest.raises(OSError, match="plein"):
        unpack_tables(tables)
    assert [] == list((tmp_path / "ici").iterdir())


def test_tables_that_travelled_are_unpacked_once_and_removed_at_the_end(fakes, data, monkeypatch):
    monkeypatch.setattr(workplace, "_unpacked", {})
    tables = pack_tables(data)
    threads = [threading.Thread(target=run_units, args=((UNIT,), tables, False)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (folder,) = {fake.data for fake in fakes}
    assert (folder / "pays.csv").is_file()
    workplace._clean_up()
    assert not folder.parent.exists()


def children():
    """Return the ids of the processes that this one has started and that are there still."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid():
            found.add(int(path.parent.name))
    return found


@needs_sandbox
@pytest.mark.lent
@pytest.mark.parametrize("running", [False, True])
def test_closing_ends_what_runs_at_once_and_leaves_no_process(data, tmp_path, monkeypatch, running):
    monkeypatch.setattr(workplace, "_mine", threading.local())
    (tmp_path / "ici").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "ici"))
    before, deadline = children(), time.monotonic() + PATIENCE
    endless = Unit("90-essai", "carnet", (Step("while True: pass"),))
    patient = Limits(*[4 * PATIENCE] * 4)
    with open_here(data, hands=2, limits=patient) as place:
        futures = [place.submit((endless, endless)) for _ in range(6)]
        while running and sum(future.running() for future in futures) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        time.sleep(0.5)
        began = time.monotonic()
    assert time.monotonic() < began + PATIENCE
    assert before == children()
    assert [] == list((tmp_path / "ici").iterdir())
    ends = [SandboxError] * 2 * running + [CancelledError] * (6 - 2 * running)
    assert ends == [CancelledError if f.cancelled() else type(f.exception()) for f in futures]


def test_consent_is_kept_with_the_cohort_says_when_and_can_be_taken_back(tmp_path):
    cohort = open_cohort(tmp_path / "promotion", create=True)
    other = open_cohort(tmp_path / "autre", create=True)
    assert not consented(cohort)
    keep_consent(cohort)
    keep_consent(cohort)
    assert consented(cohort)
    assert not consented(other)
    (path,) = cohort.root.iterdir()
    text = path.read_text(encoding="utf-8")
    assert f"Le {datetime.date.today():%d/%m/%Y}, la personne qui corrige" in text
    assert "supprimez ce fichier" in text
    path.unlink()
    assert not consented(cohort)
