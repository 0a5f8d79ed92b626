"""A participant in a real browser: open, answer wrongly, then rightly, hand in.

With ATELIER_CAPTURES=FOLDER the pictures of the documentation are taken on the way.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import patience
import pytest
from patience import wait_until

from atelier.course import load_course
from atelier.workspace import link_data

ROOT = Path(__file__).parents[2]
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FIRST = "00-prise-en-main/00-1-combien-sommes-nous.ipynb"
NOTEBOOK = "03-1-une-liste-de-centres-de-sante.ipynb"
PATIENCE = 1_000 * patience.PATIENCE
"""Milliseconds to wait for anything."""

pytestmark = [
    pytest.mark.lent,
    pytest.mark.navigateur,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium (Debian: apt install chromium)"),
    # Playwright leaves its event loop's sockets to the interpreter's end.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture
def course(tmp_path):
    """A participant's copy of the course: notebooks and data, no solutions."""
    root = tmp_path / "Cours d’été"
    made = shutil.ignore_patterns("journal*.csv", "reponses_*")
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=made)
    link_data(ROOT / "data", root)
    shutil.copy(ROOT / "course.toml", root)
    return root


@pytest.fixture
def address(course):
    """The address that `atelier ouvrir` prints."""
    environment = os.environ | {"ATELIER_COURS": str(course), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-u", "-m", "atelier", "ouvrir", "--sans-navigateur"]
    server = subprocess.Popen(
        command, cwd=course, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    with server, server.stdout:
        for line in server.stdout:
            found = re.search(rb"http://\S+", line)
            if found:
                break
        else:
            pytest.fail("the server did not start")
        yield found[0].decode()
        server.send_signal(signal.SIGTERM)
        server.wait(patience.PATIENCE)


@pytest.fixture
def page():
    """An empty page, in a browser that reaches no other machine."""
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    quiet += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        page = browser.new_page(viewport={"width": 1200, "height": 800}, locale="fr-FR")
        page.set_default_timeout(PATIENCE)
        page.foreign = []
        page.on(
            "request",
            lambda request: (
                None if "localhost" in request.url else page.foreign.append(request.url)
            ),
        )
        yield page
        browser.close()


def capture(page, name):
    """Keep a picture for the documentation, when asked."""
    if folder := os.environ.get("ATELIER_CAPTURES"):
        page.screenshot(path=Path(folder) / name)


def cell(page, text):
    """Return the cell whose source holds `text`."""
    found = page.locator(".jp-CodeCell", has=page.locator(".jp-InputArea", has_text=text)).first
    found.scroll_into_view_if_needed()
    return found


def open_notebook(page, address, notebook, heading):
    """Open one of the course's notebooks, and wait until it is there."""
    page.goto(address.replace(FIRST, notebook))
    page.get_by_role("heading", name=heading).first.wait_for()
    page.get_by_text("Python 3", exact=False).first.wait_for()


SELECTED = "document.querySelector('.jp-Notebook .jp-Cell.jp-mod-active')"


def settle(page):
    """Wait until the page has chosen its cell: running all of them ends with a choice of its own."""

    def chosen():
        page.evaluate(f"window.former = {SELECTED}")
        page.wait_for_timeout(1_000)
        return page.evaluate(f"window.former === {SELECTED}")

    wait_until(chosen)


def run(page, said=None):
    """Run the selected cell and go to the next; wait until the page says `said`."""
    page.evaluate(f"window.former = {SELECTED}")
    page.keyboard.press("Shift+Enter")
    page.wait_for_function(f"window.former !== {SELECTED}")
    if said:
        page.get_by_text(said).first.wait_for()


def answer(page, grade_text, source, said):
    """Replace the source of the answer cell that holds `grade_text`; run it and its test.

    Each key waits for what the one before has shown: pressed in a row on a busy machine, one
    may reach a cell that is not the next one yet.
    """
    target = cell(page, grade_text)
    target.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(source)
    run(page)
    run(page, said)


def test_a_participant_opens_the_course_errs_succeeds_and_hands_in(course, address, page):
    # The course opens in French, on its first notebook; this person is at another.
    assert FIRST in address
    open_notebook(page, address, f"03-nettoyer/{NOTEBOOK}", "Une liste de centres de santé")
    page.get_by_role("menuitem", name="Fichier").wait_for()

    # Running everything stops at the first exercise, with a word.
    page.get_by_role("menuitem", name="Exécution", exact=True).click()
    page.get_by_role("menuitem", name="Exécuter toutes les cellules", exact=True).click()
    page.get_by_text("Pas encore commencé").first.wait_for()
    settle(page)
    assert page.get_by_text("Traceback").count() == 0

    # A wrong answer is named, without the value that was expected.
    count = 'sans_position = brut["Lat"].isna().sum()\npart_sans_position = 8.4'
    wrong = f"nb_lignes = brut.size\n{count}"
    answer(page, "combien d’établissements ?", wrong, "compte les cases, pas les lignes")
    page.get_by_text("repère : lignes-et-cases").first.wait_for()
    capture(page, "exercice.png")

    # The right one too.
    right = f"nb_lignes = len(brut)\n{count}"
    answer(page, "nb_lignes = brut.size", right, "✔ Exact. Vous savez combien de lignes")
    run(page, "✔ Exact. Un établissement sur douze")
    page.get_by_text("Voir une façon de faire").first.click()
    page.get_by_text("len() compte les lignes, trous compris").first.wait_for()
    capture(page, "reussite.png")

    # What is saved is packed, and says who and what.
    page.keyboard.press("Control+S")
    last = cell(page, "from atelier import rendre")
    last.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text('from atelier import rendre\nrendre(nom="Awa Karité")')
    page.keyboard.press("Control+S")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Votre travail est prêt, Awa Karité").first.wait_for()
    (packed,) = (course / "remises").iterdir()
    assert packed.name == "03-nettoyer_awa-karite.zip"
    with zipfile.ZipFile(packed) as archive:
        notebook = json.loads(archive.read(NOTEBOOK))
    assert "nb_lignes = len(brut)" in json.dumps(notebook, ensure_ascii=False)
    assert packed.stat().st_size < 200_000

    # Nothing was asked of another machine.
    assert page.foreign == []


@pytest.fixture
def answered(course):
    """The course's first notebook, in which somebody has answered all but the last two exercises."""
    path = course / "notebooks" / FIRST
    notebook = json.loads(path.read_text(encoding="utf-8"))
    (source,) = [n for n in load_course(ROOT).notebooks if n.path.name == path.name]
    solutions = {exercise.grade_id: exercise.solution for exercise in source.exercises[:-2]}
    for cell in notebook["cells"]:
        cell["source"] = solutions.get(cell["id"], cell["source"])
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_a_restart_mends_what_running_a_cell_twice_has_spoilt(answered, address, page):
    open_notebook(page, address, FIRST, "Combien sommes-nous")

    def choose(menu, entry):
        page.get_by_role("menuitem", name=menu, exact=True).click()
        page.get_by_role("menuitem", name=entry, exact=True).click()

    restarted = "Votre carnet donne le même résultat chez vous"
    choose("Exécution", "Exécuter toutes les cellules")
    page.get_by_text(restarted).wait_for()

    # Run again, a cell adds to what it finds in memory; the check says so.
    cell(page, "legende = legende +").locator(".cm-content").click()
    run(page)
    page.get_by_text("habitants18 077 573 habitants").wait_for()
    cell(page, "legende_finale = legende").locator(".cm-content").click()
    run(page)
    run(page)
    page.get_by_text("repère : relancer-sans-effet").wait_for()

    # The menu has the name that the notebook gives it.
    choose("Noyau", "Redémarrer le noyau et Exécuter toutes les cellules…")
    page.locator(".jp-Dialog button", has_text="Redémarrer").click()
    page.get_by_text("repère : relancer-sans-effet").wait_for(state="detached")
    page.get_by_text(restarted).wait_for()
    page.get_by_text("┌─ Pas encore commencé").wait_for()


def test_a_questionnaire_goes_by_keyboard_survives_a_kill_and_fits_a_telephone(
    course, address, page
):
    folder = course / "notebooks" / "01-controle-des-acquis"
    open_notebook(page, address, f"{folder.name}/01-1-questionnaire.ipynb", "Où en êtes-vous ?")
    quiz = page.locator(".quiz")
    start_questionnaire(page)
    quiz.get_by_text("Question 1 sur 20").wait_for()
    capture(page, "questionnaire.png")

    answer_by_keyboard(page, quiz, folder)
    before = saved(folder)
    assert list(before) == ["a-carnet-1", "a-source-1"]

    # Power cut: opened again, it goes on at the same question.
    kill_kernel(folder)
    come_back(page, folder)
    quiz.get_by_text("Question 2 sur 20").wait_for()
    assert saved(folder) == before
    assert quiz.locator("input[type=checkbox]").first.is_checked()

    go_to_the_end_on_a_telephone(page, quiz)
    finish(page, quiz)

    # The rest of the notebook runs to its end: profile, path, hand-in, explanations.
    run_all_with_a_name(page)
    page.get_by_text("Votre travail est prêt, Awa Karité").first.wait_for()
    page.get_by_role("heading", name="Question par question").wait_for()
    page.get_by_role("heading", name="Votre point de départ, par domaine").wait_for()
    (packed,) = (course / "remises").iterdir()
    with zipfile.ZipFile(packed) as archive:
        assert list(json.loads(archive.read("reponses_a.json"))["reponses"]) == list(before)
    assert page.foreign == []


def answer_by_keyboard(page, quiz, folder):
    """Answer the first two questions with the keyboard alone; each key press is on the disk."""

    def answered():  # the listener for keys comes some time after what is shown
        quiz.locator("input[type=radio]").first.focus()
        for key in ("Space", "ArrowDown"):
            page.keyboard.press(key)
        page.wait_for_timeout(500)
        return quiz.get_by_text("1 réponse enregistrée").is_visible()

    wait_until(answered)
    for key in ("Tab", "Space", "ArrowRight"):  # how sure
        page.keyboard.press(key)
    wait_until(lambda: saved(folder, "certitudes").get("a-carnet-1") == {"certitude": "moyenne"})
    for key in ("Tab", "Enter"):
        page.keyboard.press(key)
    quiz.get_by_text("Question 2 sur 20").wait_for()
    page.wait_for_function("document.activeElement.className === 'quiz-haut'")
    for key in ("Tab", "Space"):  # from the top of the new question
        page.keyboard.press(key)
    quiz.get_by_text("2 réponses enregistrées").wait_for()


def come_back(page, folder):
    """Open the page again, once the server has started another kernel; show the questionnaire."""
    wait_until(lambda: kernels(folder))
    page.reload()
    page.get_by_role("heading", name="Où en êtes-vous ?").first.wait_for()
    start_questionnaire(page)


def go_to_the_end_on_a_telephone(page, quiz):
    """Go to the last question; 320 pixels wide, nothing sticks out, a finger reaches everything."""
    page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab.lm-mod-current").first.click()
    page.set_viewport_size({"width": 320, "height": 640})
    for _ in range(18):
        quiz.get_by_role("button", name="Suivante →").click()
    quiz.get_by_text("Question 20 sur 20").wait_for()
    quiz.scroll_into_view_if_needed()

    def fits():
        box = quiz.bounding_box()
        return box["x"] >= 0 and box["x"] + box["width"] <= 320

    wait_until(fits)  # the page is laid out anew
    capture(page, "questionnaire-320.png")
    assert quiz.evaluate("e => e.scrollWidth <= e.clientWidth")
    page.set_viewport_size({"width": 1200, "height": 800})


def finish(page, quiz):
    """Finish the questionnaire: that is asked twice, and is for good."""
    quiz.get_by_role("button", name="Où j’en suis").click()
    quiz.get_by_text("Il reste 18 questions sans réponse").wait_for()
    capture(page, "questionnaire-bilan.png")
    quiz.get_by_role("button", name="Terminer…").click()
    quiz.get_by_role("button", name="Oui, je termine").click()
    quiz.get_by_role("heading", name="Questionnaire terminé").wait_for()


def run_all_with_a_name(page):
    """Say who hands in, in the notebook's last cell but one; save; run every cell."""
    last = cell(page, "from atelier import rendre")
    last.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text('from atelier import rendre\nrendre(nom="Awa Karité")')
    page.keyboard.press("Control+S")
    page.get_by_role("menuitem", name="Exécution", exact=True).click()
    page.get_by_role("menuitem", name="Exécuter toutes les cellules", exact=True).click()


def start_questionnaire(page):
    """Run the cell of the questionnaire."""
    cell(page, 'questionnaire("A")').locator(".cm-content").first.click()
    page.keyboard.press("Control+Enter")


def saved(folder, table="reponses"):
    return json.loads((folder / "reponses_a.json").read_text(encoding="utf-8"))[table]


def kill_kernel(folder):
    """End the kernels that work in `folder`, as a power cut does."""
    found = kernels(folder)
    assert found
    for process in found:
        os.kill(process, signal.SIGKILL)
    wait_until(lambda: not set(found) & set(kernels(folder)))


def kernels(folder):
    """Return the kernels that work in `folder`."""
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and works_in(entry, folder)
    ]


def works_in(process, folder):
    try:
        command = (process / "cmdline").read_bytes()
        return b"ipykernel" in command and (process / "cwd").resolve() == folder.resolve()
    except OSError:
        return False
