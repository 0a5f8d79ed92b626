"""A participant in a real browser: from a notebook into the portal, publish by hand, on a telephone."""

import nbformat
import pytest
from e2e.test_browser import (
    PATIENCE,
    address,
    capture,
    cell,
    course,
    open_notebook,
    page,
    pytestmark,
    run,
)

__all__ = ["address", "course", "page", "pytestmark"]  # fixtures and marks of the other walk

NOTEBOOK = "90-portail/essai.ipynb"


@pytest.fixture
def notebook(course):
    """A notebook that opens the portal, in the participant's copy of the course."""
    make = nbformat.v4
    code = "from atelier import portail\n\nmon_portail = portail()"
    cells = [make.new_markdown_cell("# Essai du portail"), make.new_code_cell(code)]
    cells[1]["id"] = "ouvrir"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = course / "notebooks" / NOTEBOOK
    path.parent.mkdir()
    nbformat.write(make.new_notebook(cells=cells, metadata=kernel), path)
    return path


def test_a_link_in_a_notebook_leads_into_the_portal_where_a_dataset_is_published(
    notebook, address, page, tmp_path
):
    open_notebook(page, address, NOTEBOOK, "Essai du portail")
    cell(page, "from atelier import portail").locator(".cm-content").click()
    run(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Y entrer dans le navigateur").click()
    portal = opened.value
    portal.set_default_timeout(PATIENCE)
    said = []
    portal.on("console", lambda message: said.append(message.text))

    # The person is known, and publishes; the portal says what is missing.
    portal.get_by_role("link", name="Publier").click()
    portal.get_by_label("Titre").fill("Écoles de Kindia")
    portal.get_by_label("Adresse").fill("ecoles-de-kindia")
    portal.get_by_role("button", name="Publier, puis ajouter un fichier").click()
    table = tmp_path / "écoles.csv"
    table.write_bytes("école;élèves\nKindia 1;120\n".encode("cp1252"))
    portal.get_by_label("Fichier", exact=True).set_input_files(table)
    portal.get_by_role("button", name="Ajouter").click()
    portal.get_by_role("cell", name="Kindia 1").wait_for()
    portal.get_by_text('sep=";", encoding="cp1252"').wait_for()
    portal.get_by_text("Ce jeu de données n’a pas de licence").first.wait_for()

    portal.set_viewport_size({"width": 900, "height": 760})
    capture(portal, "portail.png")

    # On a telephone nothing is wider than the screen.
    portal.set_viewport_size({"width": 320, "height": 640})
    for link in ("Jeux de données", "Organisations", "Publier", "Mon compte"):
        portal.get_by_role("navigation", name="Menu principal").get_by_role(
            "link", name=link
        ).click()
        portal.wait_for_load_state()
        assert 320 == portal.evaluate("document.documentElement.scrollWidth"), link

    # The first Tab leads past the menu.
    portal.keyboard.press("Tab")
    assert "Aller au contenu" == portal.evaluate("document.activeElement.textContent")
    assert [] == said
    assert [] == page.foreign
