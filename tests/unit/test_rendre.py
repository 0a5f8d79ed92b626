"""Handing in: what is packed, what is refused, what is only said."""

import datetime
import io
import json
import os
import random
import re
import shutil
import threading
import zipfile

import pytest
from tiny_course import MODULE, make_course, write_notebook

from atelier.invocation import command
from atelier.learner.rendre import (
    MAX_SMALL,
    Refus,
    _stale,
    find_module,
    raconter,
    remettre,
    rendre,
)
from atelier.learner.secret import find_secret
from atelier.limits import MAX_DEPTH, MAX_OUTPUT, MAX_PRODUCT
from atelier.person import Person, clean_name
from atelier.submission import (
    MANIFEST,
    NotANotebook,
    digest,
    has_dots,
    light_notebook,
    parse_notebook,
    state_of,
)

NOW = datetime.datetime(2026, 3, 2, 18, 30, tzinfo=datetime.UTC)
CARNET = f"notebooks/{MODULE}/90-essai.ipynb"


@pytest.fixture(scope="session")
def original(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("cours"))


@pytest.fixture
def course(original, tmp_path):
    return shutil.copytree(original, tmp_path / "cours")


def cells_of(root):
    return json.loads((root / CARNET).read_text(encoding="utf-8"))["cells"]


def change(root, edit):
    """Let `edit` change the participant's cells; write the notebook again."""
    cells = cells_of(root)
    edit(cells)
    write_notebook(root / CARNET, cells)


def members(remise):
    with zipfile.ZipFile(remise.path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(root):
    return sorted(path.name for path in root.rglob("*.zip")) + [
        path.name for path in root.glob(".atelier/*")
    ]


def test_a_module_is_packed_into_one_small_file_named_after_module_and_person(course):
    remise = remettre(course, MODULE, "Aïcha  Koné", now=NOW)
    assert course / "remises" / "90-essai_aicha-kone.zip" == remise.path
    assert {MANIFEST, "90-essai.ipynb"} == set(members(remise))
    assert remise.size == remise.path.stat().st_size < 5_000


def test_the_manifest_says_who_what_when_and_the_checksums(course):
    packed = members(remettre(course, MODULE, "Aïcha Koné", now=NOW))
    manifest = json.loads(packed[MANIFEST])
    who = manifest["participant"]
    assert (who["nom"], who["identifiant"]) == ("Aïcha Koné", "aicha-kone")
    assert re.fullmatch("[0-9a-f]{16}", who["jeton"])
    assert (manifest["module"], manifest["version"]) == ("90-essai", "9.9.9")
    assert manifest["date"] == "2026-03-02T18:30:00+00:00"
    assert {"90-essai.ipynb": digest(packed["90-essai.ipynb"])} == manifest["fichiers"]


def test_the_same_work_at_the_same_moment_gives_the_same_bytes(course):
    first = remettre(course, MODULE, "Aïcha Koné", now=NOW).path.read_bytes()
    assert first == remettre(course, MODULE, "Aïcha Koné", now=NOW).path.read_bytes()


def token(remise):
    return json.loads(members(remise)[MANIFEST])["participant"]["jeton"]


def test_a_token_is_made_once_and_differs_from_one_computer_to_another(course):
    first = token(remettre(course, MODULE, "Aïcha Koné", now=NOW))
    assert first == token(remettre(course, MODULE, now=NOW))
    assert first == token(remettre(course, MODULE, "Aïcha Koné", now=NOW))
    (course / ".atelier/participant.json").unlink()
    assert first != token(remettre(course, MODULE, "Aïcha Koné", now=NOW))


def test_a_memory_without_a_token_gets_one(course):
    (course / ".atelier").mkdir()
    (course / ".atelier/participant.json").write_text('{"nom": "Awa", "jeton": 3}', "utf-8")
    remise = remettre(course, MODULE, now=NOW)
    assert remise.name == "Awa"
    assert token(remise) == token(remettre(course, MODULE, now=NOW))


def test_the_name_is_remembered(course):
    remettre(course, MODULE, "Aïcha Koné", now=NOW)
    assert remettre(course, "90", now=NOW).name == "Aïcha Koné"


@pytest.mark.parametrize("name", [None, "", "   ", "\x00"])
def test_without_a_name_it_asks_kindly_and_writes_nothing(course, name):
    with pytest.raises(Refus, match=r'rendre\(nom="Prénom Nom"\) dans une cellule'):
        remettre(course, MODULE, name, live=True, now=NOW)
    with pytest.raises(Refus) as refusal:
        remettre(course, MODULE, name, now=NOW)
    assert f'« {command("rendre", MODULE)} --nom "Prénom Nom" »' in str(refusal.value)
    assert "cellule" not in str(refusal.value)
    assert written(course) == []


def test_a_damaged_memory_of_the_name_asks_again(course):
    (course / ".atelier").mkdir()
    (course / ".atelier/participant.json").write_text('{"nom": ', encoding="utf-8")
    with pytest.raises(Refus, match="Dites d’abord qui vous êtes"):
        remettre(course, MODULE, now=NOW)


def test_a_notebook_that_is_being_saved_is_awaited(course):
    data = (course / CARNET).read_bytes()
    (course / CARNET).write_bytes(data[: len(data) // 2])
    rest = threading.Timer(0.3, (course / CARNET).write_bytes, [data])
    rest.start()
    remettre(course, MODULE, "Aïcha Koné", now=NOW)
    rest.join()
    assert written(course) == ["90-essai_aicha-kone.zip", "participant.json"]


def test_a_half_written_notebook_is_refused_and_nothing_is_written(course):
    data = (course / CARNET).read_bytes()
    (course / CARNET).write_bytes(data[: len(data) // 2])
    os.utime(course / CARNET, (0, 0))
    with pytest.raises(Refus, match="incomplet ou abîmé"):
        remettre(course, MODULE, "Aïcha Koné", now=NOW)
    assert written(course) == []


def test_another_notebook_under_this_name_is_refused(course):
    write_notebook(
        course / CARNET, [c for c in cells_of(course) if "nbgrader" not in c["metadata"]]
    )
    with pytest.raises(Refus, match="aucun des exercices de ce carnet"):
        remettre(course, MODULE, "Aïcha Koné", now=NOW)


def test_a_module_without_any_notebook_is_refused(course):
    (course / CARNET).unlink()
    with pytest.raises(Refus, match="aucun carnet à rendre"):
        remettre(course, MODULE, "Aïcha Koné", now=NOW)


def test_an_unknown_module_names_the_nearest(course):
    with pytest.raises(Refus, match="Vouliez-vous « 90-essai »"):
        find_module(course / "notebooks", "90-esai")


@pytest.mark.parametrize("name", ["", "..", "zzz", "notebooks"])
def test_no_module_at_all_lists_the_modules(course, name):
    with pytest.raises(Refus, match="Choisissez : 90-essai"):
        find_module(course / "notebooks", name)


def test_deleted_cells_three_dots_and_missing_products_only_warn(course):
    def delete_a_test(cells):
        cells[:] = [c for c in cells if c["id"] != "test-habitants"]

    change(course, delete_a_test)
    remise = remettre(course, MODULE, "Aïcha Koné", now=NOW)
    assert remise.warnings == (
        "90-essai.ipynb : cellules supprimées (test-habitants).",
        "90-essai.ipynb : il reste trois points (...) dans habitants, double.",
        "Le fichier journal.csv manque : exécutez la cellule qui l’écrit.",
    )
    assert "la dernière remise compte" in raconter(remise)


def test_products_are_packed(course):
    (course / f"notebooks/{MODULE}/journal.csv").write_text("etape\n", encoding="utf-8")
    assert members(remettre(course, MODULE, "Aïcha Koné", now=NOW))["journal.csv"] == b"etape\n"


def test_a_product_that_is_too_heavy_is_refused(course):
    (course / f"notebooks/{MODULE}/journal.csv").write_bytes(b"x" * (MAX_PRODUCT + 1))
    with pytest.raises(Refus, match=r"journal\.csv pèse 2000 Ko"):
        remettre(course, MODULE, "Aïcha Koné", now=NOW)


def test_a_secret_in_a_product_is_refused(course):
    product = course / f"notebooks/{MODULE}/journal.csv"
    product.write_text("etape\nAKIA" + "ABCD" * 4 + "\n", encoding="utf-8")
    with pytest.raises(Refus, match=r"journal\.csv semble contenir une clé Amazon"):
        remettre(course, MODULE, "Aïcha Koné", now=NOW)
    assert written(course) == []


def test_a_heavy_hand_in_is_said(course):
    product = course / f"notebooks/{MODULE}/journal.csv"
    product.write_bytes(random.Random(1).randbytes(MAX_SMALL - 5_000))
    said = "plus que d’habitude"
    assert said not in raconter(remettre(course, MODULE, "Aïcha Koné", now=NOW))
    product.write_bytes(random.Random(1).randbytes(MAX_SMALL))
    heavy = raconter(remettre(course, MODULE, "Aïcha Koné", now=NOW))
    assert said in heavy
    assert "surtout journal.csv (200 Ko). Elle s’envoie quand même." in heavy


def test_the_notebook_saved_last_tells_how_old_the_work_is(tmp_path):
    for name, age in (("ancien", 600), ("neuf", 10)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (NOW.timestamp() - age,) * 2)
    assert _stale([tmp_path / "ancien", tmp_path / "neuf"], NOW) == []
    assert len(_stale([tmp_path / "ancien"], NOW)) == 1


def test_a_notebook_that_was_not_saved_lately_warns_in_the_notebook_only(course):
    old = NOW.timestamp() - 600
    os.utime(course / CARNET, (old, old))
    live = remettre(course, MODULE, "Aïcha Koné", live=True, now=NOW)
    assert "il y a 10 minutes" in live.warnings[-1]
    assert "enregistrez (Ctrl + S) puis recommencez" in live.warnings[-1]
    assert len(remettre(course, MODULE, "Aïcha Koné", now=NOW).warnings) == 2


def test_a_full_disk_is_a_sentence_and_leaves_no_half_file(course, monkeypatch):
    def refuse(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(Refus, match="Libérez un peu de place"):
        remettre(course, MODULE, "Aïcha Koné", now=NOW)
    assert written(course) == []


def test_a_hand_in_whose_answers_cannot_be_marked_is_ready_all_the_same(course, monkeypatch):
    def refuse(folder):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("atelier.learner.rendre.mark_handed_in", refuse)
    remise = remettre(course, MODULE, "Aïcha Koné", now=NOW)
    assert remise.path.is_file()
    assert "les explications ne s’ouvrent pas encore" in remise.warnings[-1]
    assert "(le disque est plein)" in remise.warnings[-1]


def test_a_hand_in_that_cannot_remember_its_person_is_not_packed(course, monkeypatch):
    def refuse(root, person):
        raise OSError(13, "Permission denied")

    monkeypatch.setattr("atelier.learner.rendre._remember", refuse)
    with pytest.raises(Refus, match="l’accès est refusé"):
        remettre(course, MODULE, "Aïcha Koné", now=NOW)
    assert written(course) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ghp_" + "a1B2" * 9, "un jeton GitHub"),
        ("cle = 'AKIA" + "ABCD" * 4 + "'", "une clé Amazon"),
        ("eyJhbGciOiJIUzI1.eyJqdGkiOiJhYmNk.c2lnbmF0dXJl00", "un jeton de portail (JWT)"),
        ('API_KEY = "0123456789abcdef-0123"', "un mot de passe ou un jeton"),
        ('mot_de_passe="Un4utreSecretBienLong"', "un mot de passe ou un jeton"),
        ("sk-proj-" + "aB3" * 8, "une clé OpenAI ou Anthropic"),
        ("sk-container-id-1-text-repr-fallback", None),
        ("d2pat_" + "aB3x" * 8 + "1234567890", "un jeton DHIS2"),
        ('{"Authorization": "Token 0123456789abcdef0123456789abcdef"}', "un jeton d’accès"),
        ("https://awa:Kr0k0dil@dhis2.exemple.org/api", "un mot de passe dans une adresse"),
        ("https://exemple.org:8080/a@b", None),
        ("-----BEGIN RSA PRIVATE KEY-----", "une clé privée"),
        ('jeton = "..."', None),
        ('token = "mettez-votre-jeton-ici"', None),
        ("population = 16789217", None),
    ],
)
def test_what_looks_like_a_secret_is_named(text, named):
    assert named == find_secret(text)


def test_a_secret_is_refused_and_its_cell_named_but_not_shown(course):
    secret = "ghp_" + "a1B2" * 9
    change(course, lambda cells: cells[1].update(source=f'jeton = "{secret}"'))
    with pytest.raises(Refus, match=r"La cellule 2 de 90-essai\.ipynb") as refusal:
        remettre(course, MODULE, "Aïcha Koné", now=NOW)
    assert secret not in str(refusal.value)
    assert written(course) == []


def test_a_secret_that_a_cell_printed_is_refused_too(course):
    printed = {"output_type": "stream", "name": "stdout", "text": ["AKIA" + "ABCD" * 4]}
    change(course, lambda cells: cells[1].update(outputs=[printed]))
    with pytest.raises(Refus, match="La cellule 2"):
        remettre(course, MODULE, "Aïcha Koné", now=NOW)


@pytest.mark.parametrize(
    "place",
    [
        {
            "outputs": [
                {"output_type": "stream", "name": "stdout", "text": 'token = "a1b2c3d4e5f6a7b8"'}
            ]
        },
        {"metadata": {"note": 'token = "a1b2c3d4e5f6a7b8"'}},
    ],
)
def test_a_secret_between_quotation_marks_is_refused_wherever_it_travels(course, place):
    change(course, lambda cells: cells[1].update(place))
    with pytest.raises(Refus, match="La cellule 2"):
        remettre(course, MODULE, "Aïcha Koné", now=NOW)


def test_a_product_of_gigabytes_is_refused_unread(course, monkeypatch):
    with (course / f"notebooks/{MODULE}/journal.csv").open("wb") as file:
        file.truncate(3_000_000_000)
    with pytest.raises(Refus, match=r"journal\.csv pèse 3000000 Ko"):
        remettre(course, MODULE, "Aïcha Koné", now=NOW)


def test_a_thousand_outputs_of_one_cell_weigh_no_more_than_one():
    printed = {"output_type": "stream", "name": "stdout", "text": "z" * 1_000}
    cell = {"cell_type": "code", "metadata": {}, "source": "", "outputs": [printed] * 1_000}
    parsed = parse_notebook(json.dumps({"cells": [cell]}).encode())
    kept = json.loads(light_notebook(parsed))["cells"][0]["outputs"]
    assert [output["text"] for output in kept] == ["z" * 1_000] * (MAX_OUTPUT // 1_062)


def test_images_and_long_outputs_do_not_travel():
    outputs = [
        {"output_type": "display_data", "data": {"image/png": "x" * 10}, "metadata": {}},
        {"output_type": "stream", "name": "stdout", "text": "y" * (MAX_OUTPUT + 1)},
        {"output_type": "stream", "name": "stdout", "text": "court"},
    ]
    cell = {"cell_type": "code", "metadata": {}, "source": "", "outputs": outputs}
    parsed = parse_notebook(json.dumps({"cells": [cell]}).encode())
    kept = json.loads(light_notebook(parsed))["cells"][0]["outputs"]
    assert [output["text"] for output in kept] == ["court"]


@pytest.mark.parametrize(
    ("depth", "readable"), [(MAX_DEPTH - 4, True), (MAX_DEPTH, False), (900, False)]
)
def test_a_deep_notebook_is_refused_before_it_exhausts_python(depth, readable):
    deep = json.loads("[" * depth + "]" * depth)
    data = json.dumps({"cells": [{"cell_type": "code", "metadata": {"a": deep}}]}).encode()
    if readable:
        assert json.loads(light_notebook(parse_notebook(data)))["cells"]
    else:
        with pytest.raises(NotANotebook, match="levels"):
            parse_notebook(data)


def test_ids_that_are_made_up_are_those_of_no_other_cell():
    given = [{"id": "sans-id-1"}, {}, {"id": "sans-id-1"}, {"id": "a"}]
    cells = parse_notebook(json.dumps({"cells": given}).encode())["cells"]
    assert [cell["id"] for cell in cells] == ["sans-id-1", "sans-id-1-bis", "sans-id-2", "a"]


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"cells": 3}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_not_a_notebook_is_told_apart(data):
    with pytest.raises(NotANotebook):
        parse_notebook(data)


def test_a_notebook_of_any_shape_is_brought_to_one_that_can_be_trusted():
    strange = [
        3,
        {"cell_type": "code", "source": ["a", 1, "b"], "outputs": "x", "metadata": []},
        {
            "cell_type": "other",
            "source": {},
            "metadata": {"tags": "t", "nbgrader": {"grade_id": 1}},
        },
        {"cell_type": "markdown", "id": "é à", "attachments": {"a": 1}},
    ]
    cells = parse_notebook(json.dumps({"cells": strange}).encode())["cells"]
    assert [cell["cell_type"] for cell in cells] == ["code", "raw", "markdown"]
    assert [cell["source"] for cell in cells] == ["ab", "", ""]
    assert [cell["metadata"] for cell in cells] == [{"tags": []}] * 3
    assert [cell["id"] for cell in cells] == ["sans-id-0", "sans-id-1", "sans-id-2"]
    assert "attachments" not in cells[2]


@pytest.mark.parametrize(
    ("source", "dots"),
    [
        ("x = ...", True),
        ("x = 5", False),
        ("x = ...\nx = 5", False),
        ("x = 5\nx = ...", True),
        ('noms = {"a": ...}', True),
        ("def f(t):\n    return ...", True),
        ('print("...")', False),
        ("# ...\nx = 1", False),
        ("x = = ...", True),
        ("x = = 5  # ...", False),
    ],
)
def test_three_dots_are_seen_where_an_answer_should_be(source, dots):
    assert dots == has_dots(source)


def test_the_state_of_a_notebook_names_what_is_missing_and_what_is_open():
    cell = {
        "cell_type": "code",
        "metadata": {"nbgrader": {"grade_id": "un", "solution": True}},
        "source": "x = ...",
    }
    state = state_of([cell], ["un", "test-un"])
    assert (state.missing, state.unanswered) == (("test-un",), ("un",))


@pytest.mark.parametrize(
    ("typed", "name", "id_"),
    [
        ("  Aïcha\u00a0 Koné\n", "Aïcha Koné", "aicha-kone"),
        ("Jean-Bosco N’Diaye", "Jean-Bosco N’Diaye", "jean-bosco-ndiaye"),
        ("../../etc", "../../etc", "etc"),
        ("x" * 200, "x" * 80, "x" * 48),
    ],
)
def test_a_name_gives_an_id_that_is_safe_in_paths(typed, name, id_):
    person = Person(clean_name(typed))
    assert (name, id_) == (person.name, person.id)


def test_a_name_without_latin_letters_still_gives_an_id():
    assert Person("محمد").id[:12] == "participant-"
    assert Person("محمد").id != Person("أحمد").id


def test_from_a_notebook_the_module_is_the_current_folder(course, monkeypatch, capsys):
    monkeypatch.setenv("ATELIER_COURS", str(course))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.chdir(course / "notebooks" / MODULE)
    assert rendre() is None
    assert "Presque prêt !" in capsys.readouterr().out
    rendre(nom="Aïcha Koné")
    assert "remises/90-essai_aicha-kone.zip" in capsys.readouterr().out


@pytest.mark.parametrize("given", [{"nom": 3}, {"module": 3}, {"nom": ["Awa"]}])
def test_what_is_no_text_is_a_sentence(course, monkeypatch, capsys, given):
    monkeypatch.setenv("ATELIER_COURS", str(course))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.chdir(course / "notebooks" / MODULE)
    rendre(**given)
    assert "entre guillemets" in capsys.readouterr().out
    assert written(course) == []


def test_nobody_hands_in_while_being_graded(course, monkeypatch, capsys):
    monkeypatch.setenv("ATELIER_COURS", str(course))
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.chdir(course / "notebooks" / MODULE)
    rendre(nom="Aïcha Koné")
    assert capsys.readouterr().out == ""
    assert written(course) == []


def test_the_packed_notebook_can_be_read_again(course):
    data = members(remettre(course, MODULE, "Aïcha Koné", now=NOW))["90-essai.ipynb"]
    assert parse_notebook(data) == parse_notebook(light_notebook(parse_notebook(data)))
    assert zipfile.is_zipfile(io.BytesIO((course / "remises/90-essai_aicha-kone.zip").read_bytes()))
