"""Kinds that the course makes or decides itself: a country, what was read of a drawing, a file."""

from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from atelier import (
    Dessin,
    Entier,
    Nombre,
    Table,
    Texte,
    ecrite_dans,
    essayer,
    lire_carte,
    lire_figure,
    lire_graphique,
    nature,
)
from atelier.learner import kinds
from atelier.learner.answers import read_answer
from atelier.learner.verifier import Presque, VariableAbsente


@pytest.fixture
def beside_data(tmp_path, monkeypatch):
    """Be where a notebook is: two folders below the one that holds the course's tables."""
    folder = tmp_path / "notebooks" / "carnet"
    folder.mkdir(parents=True)
    (tmp_path / "data").symlink_to(Path(__file__).parents[2] / "data")
    monkeypatch.chdir(folder)


def country(**names):
    return read_answer(names, "PAYS", kinds.COUNTRY)


@pytest.mark.parametrize("typed", ["SEN", "sen", " SEN "])
def test_a_country_comes_back_as_the_courses_code(typed, beside_data):
    assert "SEN" == country(PAYS=typed)


@pytest.mark.parametrize("typed", ["XXX", "ESH", "", 0, None, [], float("nan"), "x" * 10_000])
def test_what_is_no_country_of_the_course_is_refused_with_a_sentence(typed, beside_data):
    with pytest.raises(Presque, match=r"data/pays\.csv") as caught:
        country(PAYS=typed)
    assert len(caught.value.message) < 400


def test_a_country_that_was_deleted_is_looked_for_at_the_top_of_the_notebook(beside_data):
    with pytest.raises(VariableAbsente, match="cellules du haut du carnet"):
        country()


def drawn():
    figure, ax = plt.subplots()
    ax.bar(["a", "b"], [1, 2])
    return figure, ax


READERS = {
    "un dessin relu": kinds.CHART,
    "une figure relue": kinds.FIGURE,
    "une carte relue": kinds.MAP,
}


@pytest.fixture
def read():
    """What was read of a drawing, by the name of its kind."""
    figure, ax = drawn()
    made = {"un dessin relu": lire_graphique(ax), "une figure relue": lire_figure(figure)}
    figure, ax = plt.subplots()
    ax.scatter([1, 2], [3, 4])
    made["une carte relue"] = lire_carte(ax)
    plt.close("all")
    return made


@pytest.mark.parametrize("kind", READERS)
def test_what_was_read_of_a_drawing_is_taken_and_nothing_else_is(kind, read):
    assert read[kind] == read_answer({"vu": read[kind]}, "vu", READERS[kind])
    emptied = [dict.fromkeys(read[kind], fill) for fill in (None, 0, "", [], {})]
    others = [read[other] for other in read if other != kind]
    for forged in ({}, *emptied, *others):
        with pytest.raises(Presque, match=r"La dernière ligne de votre cellule : vu = lire_"):
            read_answer({"vu": forged}, "vu", READERS[kind])


@pytest.mark.parametrize("kind", READERS)
def test_what_was_read_of_a_drawing_is_called_so(kind, read):
    assert kind == nature(read[kind])


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("etiquettes", ["a"]),
        ("etiquettes", [None, None]),
        ("valeurs", ["1", "2"]),
        ("couleurs", [None]),
    ],
)
def test_a_chart_whose_series_were_changed_by_hand_is_none(part, changed, read):
    chart = read["un dessin relu"]
    chart["series"][0][part] = changed
    assert "un dictionnaire" == nature(chart)


def test_a_figure_without_charts_is_none(read):
    assert "un dictionnaire" == nature(read["une figure relue"] | {"graphiques": []})


def test_a_grid_of_colours_is_a_chart_without_labels():
    ax = plt.subplots()[1]
    ax.imshow([[1, 2], [3, 4]])
    assert "un dessin relu" == nature(lire_graphique(ax))
    plt.close("all")


def test_a_function_that_returns_another_kind_is_told_so():
    assert 4 == essayer(lambda: 4, genre=Nombre)
    assert "4" == essayer(lambda: "4", genre=Nombre | Texte)
    with pytest.raises(Presque, match="devrait renvoyer un nombre ; elle renvoie un tableau"):
        essayer(pd.DataFrame, genre=Nombre)
    with pytest.raises(Presque, match=r"un dessin relu ; elle renvoie un texte\. Appelez"):
        essayer(str, genre=Dessin, sinon="Appelez lire_graphique(ax).")


@pytest.mark.parametrize("annotation", [int, "Nombre", Nombre | None])
def test_a_kind_that_there_is_not_is_the_authors_mistake(annotation):
    with pytest.raises(TypeError, match="no kind of answer"):
        essayer(int, genre=annotation)


def test_an_annotation_names_one_kind_or_one_of_several():
    either = kinds.kind_of(Table | Texte)
    assert kinds.INTEGER is kinds.kind_of(Entier)
    assert "un tableau (DataFrame) ou un texte" == either.article
    assert [True, False] == [either.accepts(value) for value in ("a", 1)]


@pytest.mark.parametrize("kind", [kinds.INTEGER, kinds.NUMBER])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_that_no_float_holds_gets_a_sentence(kind, sign):
    with pytest.raises(Presque, match="un nombre de plus de 300 chiffres"):
        read_answer({"total": sign * 10**5000}, "total", kind)
    with pytest.raises(Presque, match="elle renvoie un nombre de plus de 300 chiffres"):
        essayer(lambda: sign * 10**5000, genre=Nombre)


def test_a_file_holds_a_table_where_both_read_the_same(tmp_path):
    table = pd.DataFrame({"etape": ["vides", "total"], "lignes": [3, 1]})
    path = tmp_path / "journal.csv"
    assert not ecrite_dans(table, str(path))
    table.to_csv(path, index=False)
    assert ecrite_dans(table, str(path))
    assert not ecrite_dans(table.iloc[:0], str(path))
    assert not ecrite_dans(pd.DataFrame(), str(path))
    path.write_bytes(b"\xff\xfe\x00")
    assert not ecrite_dans(table, str(path))
