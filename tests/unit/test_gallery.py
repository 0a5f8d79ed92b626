"""The gallery: pictures that notebooks have stored, copied and shown with their descriptions."""

import base64

import pytest
from tiny_course import make_course, source_cells, write_notebook

from atelier.build.derived import differences
from atelier.build.gallery import FOLDER, PAGE, few_pictures, gallery_files, pictures
from atelier.check.structure import check_structure
from atelier.course import CourseError, load_course

PNG = b"\x89PNG drawn"
ALTERNATIVE = "Deux barres : « Dakar » & <Thiès>."


def drawing(id_, alternative=ALTERNATIVE, png=PNG):
    """Return a code cell that has drawn a picture."""
    image = {"image/png": base64.b64encode(png).decode("ascii")}
    return {
        "cell_type": "code",
        "id": id_,
        "metadata": {"atelier": {"galerie": alternative}},
        "source": "dessin",
        "execution_count": 1,
        "outputs": [{"output_type": "display_data", "data": image, "metadata": {}}] if png else [],
    }


@pytest.fixture
def course_with(tmp_path):
    def make(*cells):
        root = make_course(tmp_path / "cours")
        notebook = root / "solutions/90-essai/90-essai.ipynb"
        write_notebook(notebook, [*source_cells(), *cells])
        return load_course(root)

    return make


def test_a_named_picture_is_copied_as_it_was_drawn(course_with):
    assert PNG == gallery_files(course_with(drawing("deux-barres")))[FOLDER / "deux-barres.png"]


def test_the_page_describes_each_picture_under_its_notebook(course_with):
    page = gallery_files(course_with(drawing("deux-barres")))[PAGE]
    assert "## [Compter](../notebooks/90-essai/90-essai.ipynb)" in page
    assert 'alt="Deux barres : « Dakar » &amp; &lt;Thiès&gt;."' in page
    assert 'src="images/galerie/deux-barres.png"' in page


def test_a_course_that_names_no_picture_has_no_gallery(course_with):
    course = course_with()
    assert ({}, "") == (gallery_files(course), few_pictures(course, "toutes"))


def test_the_door_pages_show_a_few_from_first_to_last(course_with):
    few = few_pictures(course_with(*(drawing(f"dessin-{n}") for n in range(9))), "Toutes")
    shown = [n for n in range(9) if f"dessin-{n}.png" in few]
    assert (6, 0, 8) == (len(shown), shown[0], shown[-1])
    assert few.endswith("[Toutes](docs/GALERIE.md)")


def test_a_named_cell_without_a_stored_picture_says_how_to_mend_it(course_with):
    with pytest.raises(CourseError, match="pas d’image enregistrée → exécutez"):
        pictures(course_with(drawing("deux-barres", png=b"")))


def test_a_picture_that_no_notebook_draws_is_named(course_with):
    course = course_with()
    (course.root / FOLDER).mkdir(parents=True)
    (course.root / FOLDER / "ancienne.png").write_bytes(PNG)
    notebooks = {
        p.relative_to(course.root): p.read_bytes() for p in course.released.rglob("*.ipynb")
    }
    (problem,) = differences(course, notebooks)
    assert ("docs/images/galerie/ancienne.png", "aucun carnet ne dessine cette image") == (
        problem.where,
        problem.what,
    )


def test_only_code_cells_have_pictures(course_with):
    text = drawing("deux-barres") | {"cell_type": "markdown"}
    del text["outputs"], text["execution_count"]
    told = [problem.what for problem in check_structure(course_with(text))]
    assert "clé « atelier.galerie » inconnue" in told
