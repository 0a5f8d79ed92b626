"""A questionnaire of five questions, one of each kind, in a folder: for tests."""

import json
from types import SimpleNamespace

from atelier.build.questionnaire import paper, part_id
from atelier.questions import Option, Question, Trap

NUMBER = Question(
    id="a-calcul-1",
    form="A",
    pair="calcul-1",
    competence="calcul",
    kind="nombre",
    text="Huit sur cent, en pourcentage ?",
    number=8.0,
    tolerance=0.5,
    unit="%",
    traps=(Trap(0.08, "part"), Trap(80.0, "dix")),
    explanation="On multiplie la part par cent.",
)
CHOICE = Question(
    id="a-source-1",
    form="A",
    pair="source-1",
    competence="source",
    kind="choix",
    text="Qui a produit cette table ?",
    excerpt="pays;valeur\nTogo;1 < 2",
    options=(
        Option("L’institut", True, "L’institut a mené l’enquête.", ""),
        Option("Le portail", False, "Le portail la publie seulement.", "portail"),
        Option("Le journal", False, "Le journal la cite seulement.", "journal"),
    ),
)
SEVERAL = Question(
    id="a-source-2",
    form="A",
    pair="source-2",
    competence="source",
    kind="choix-multiple",
    text="Qu’est-ce qui est ouvert ?",
    options=(
        Option("CC BY", True, "Cette licence est ouverte.", ""),
        Option("ODbL", True, "Cette licence aussi est ouverte.", ""),
        Option("Sans licence", False, "Sans licence, rien n’est permis.", "en-ligne"),
    ),
)
ORDER = Question(
    id="a-recit-1",
    form="A",
    pair="recit-1",
    competence="recit",
    kind="ordre",
    text="Remettez dans l’ordre.",
    lines=("table = lire()", "pays = table[0]", "print(pays)"),
    explanation="On lit, on choisit, on montre.",
    misconception="ordre",
)
CODE = Question(
    id="a-calcul-2",
    form="A",
    pair="calcul-2",
    competence="calcul",
    kind="code",
    text="La somme des cas.",
    solution="df['cas'].sum()",
    trials=(
        {"df": "pd.DataFrame({'cas': [1, 2, None]})"},
        {"df": "pd.DataFrame({'cas': [5, 5]})"},
    ),
    traps=(Trap("df['cas'].count()", "compte"), Trap("df['cas'][0]", "premier")),
    explanation="sum() additionne les cas.",
)
QUESTIONS = [NUMBER, CHOICE, SEVERAL, ORDER, CODE]
RIGHT = {
    NUMBER.id: 8.0,
    CHOICE.id: part_id("L’institut"),
    SEVERAL.id: [part_id("CC BY"), part_id("ODbL")],
    ORDER.id: [part_id(line) for line in ORDER.lines],
    CODE.id: "sum(df['cas'].dropna())",
}
"""A right answer to each question, as a click saves it."""


def ask(folder, questions=QUESTIONS, **modules):
    """Write `.questionnaire.json` into `folder`. `modules`: name → minutes and competences."""
    competences = dict.fromkeys((q.competence for q in questions), "")
    known = {
        id_: SimpleNamespace(id=id_, name=f"idée {id_}", way_out="Par ici.")
        for question in questions
        for id_ in question.misconceptions
    }
    others = [
        SimpleNamespace(name=name, title=name.title(), minutes=m, competences=c, questionnaire=None)
        for name, (m, c) in modules.items()
    ]
    about = SimpleNamespace(form="A", bank=SimpleNamespace(form=lambda form, order: questions))
    course = SimpleNamespace(
        competences={id_: f"Savoir {id_}" for id_ in competences},
        misconceptions=known,
        modules=others,
    )
    facts = paper(course, SimpleNamespace(questionnaire=about))
    (folder / ".questionnaire.json").write_text(json.dumps(facts), encoding="utf-8")
    return facts
