"""The questionnaire with buttons: one question at a time, saved at each click, gone on with later."""

import html
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from atelier.learner.quiz.inputs import Inputs, certainty
from atelier.learner.quiz.paper import NoPaper
from atelier.learner.quiz.session import Closed, NotSaved, Session
from atelier.learner.quiz.store import DONT_KNOW, file_name

NO_BUTTONS = (
    "Ici devraient s’afficher des boutons. Si vous n’en voyez pas, exécutez de nouveau cette "
    'cellule ; sinon, répondez dans une cellule : repondre("{form}")'
)

UNEXPECTED = (
    "Ce clic n’a pas pu être pris en compte ({error}). Vos réponses d’avant sont sur le disque : "
    "exécutez de nouveau la cellule du questionnaire."
)

# JupyterLab takes arrows, Space and Enter for itself wherever the focus is in a notebook, unless
# the element in focus says otherwise: each says so here, as it gets the focus. Radio buttons of
# ipywidgets have no name; with one, Tab leaves their group, as everywhere else.
_ON_FOCUS = (
    "e=>{const t=e.target;t.setAttribute('data-lm-suppress-shortcuts','true');"
    "if(t.type==='radio'){const b=t.closest('.widget-radio-box');b.id=b.id||'q'+Math.random();"
    "b.querySelectorAll('input').forEach(i=>i.name=b.id)}}"
)
_LISTEN = f"setTimeout(()=>this.closest('.quiz').addEventListener('focusin',{_ON_FOCUS}))"
KEYS = f'<img hidden alt="" src="data:," onerror="{html.escape(_LISTEN, quote=False)}">'

_TAKE = "setTimeout(()=>this.parentElement.querySelector('.quiz-haut').focus())"
TAKE = f'<img hidden alt="" src="data:," onerror="{html.escape(_TAKE, quote=False)}">'

STYLE = """<style>
.quiz{max-width:44em;width:100%;padding:.6em;border:1px solid #767676;border-radius:4px;font-size:15px;
 line-height:1.45;overflow:hidden}
.quiz .widget-html,.quiz .widget-html-content,.quiz .widget-radio,.quiz .widget-radio-box,
.quiz .widget-checkbox,.quiz .widget-text,.quiz .widget-textarea{width:100%;height:auto;margin:0;
 font-size:15px;line-height:1.45}
.quiz .widget-html-content p{margin:.4em 0}
.quiz .widget-radio-box label,.quiz .widget-checkbox label{display:flex;align-items:flex-start;width:100%;
 height:auto;white-space:normal;overflow:visible;line-height:1.45;padding:.35em 0;margin:0;font-size:15px}
.quiz .widget-checkbox label span{white-space:normal;overflow-wrap:anywhere}
.quiz .widget-radio-box-horizontal{flex-wrap:wrap}
.quiz .widget-radio-box-horizontal label{width:auto;margin-right:1em}
.quiz input[type=radio],.quiz input[type=checkbox]{flex:none;order:-1;width:1.2em;height:1.2em;margin:.15em .6em 0 0}
.quiz input[type=text],.quiz textarea{width:100%;font-size:16px;min-height:2.4em}
.quiz button{height:auto;min-height:2.6em;width:auto;white-space:pre-wrap;overflow-wrap:anywhere;
 line-height:1.3;padding:.3em .8em;margin:.15em .3em .15em 0;font-size:15px}
.quiz .quiz-ligne{width:100%;text-align:left}
.quiz .quiz-code,.quiz .quiz-code textarea,.quiz pre{font-family:ui-monospace,monospace;font-size:14px}
.quiz pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:.3em 0;padding:.4em;
 background:var(--jp-layout-color2,#eee)}
.quiz .quiz-rang{flex-flow:row wrap;width:100%;overflow:visible}
.quiz progress{width:100%;height:.8em}
.quiz .quiz-haut:focus{outline:none}
.quiz :focus-visible{outline:3px solid #1f5a7a;outline-offset:1px}
.quiz .quiz-alerte{color:#a1260d;font-weight:bold}
</style>"""


def questionnaire(forme: str) -> None:
    """Show the questionnaire `forme` ("A" or "B") where it was left; each click is saved at once.

    While notebooks are graded this does nothing.
    """
    if os.environ.get("NBGRADER_EXECUTION"):
        return
    try:
        session = Session(Path.cwd(), forme)
    except (NoPaper, NotSaved) as error:
        print(error)
        return
    try:
        root = Window(session).root
    except ImportError:
        print(NO_BUTTONS.format(form=session.paper.form))
        return
    from IPython.display import display

    bundle = root._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    display({**data, "text/plain": NO_BUTTONS.format(form=session.paper.form)}, raw=True)


class Window:
    """What is shown of a session: a question, the overview, or that it is finished."""

    def __init__(self, session: Session):
        """Build the frame, and show where the session stands."""
        from ipywidgets import HTML, HBox, VBox

        self.session = session
        self.progress, self.said = HTML(), HTML()
        self.body = VBox()
        self.moves = HBox()
        self.moves.add_class("quiz-rang")
        self.notices = HTML()
        frame = [self.notices, self.progress, self.body, self.said, self.moves]
        self.root = VBox([HTML(STYLE + KEYS), *frame])
        self.root.add_class("quiz")
        self.show(focus=False)
        self._focus = True

    def show(self, *, focus: bool = True) -> None:
        """Show the question where the session stands, or that it is finished."""
        self._focus = focus
        self._finished() if self.session.finished else self._question()

    def _draw(self, body: list[Any], moves: list[Any], said: str = "") -> None:
        self._notify()
        self.said.value = said
        self.body.children, self.moves.children = body, moves

    def _notify(self) -> None:
        """Show what happened to the file of answers: at the opening, and since."""
        texts = "".join(f"<p>{html.escape(text)}</p>" for text in self.session.notices)
        self.notices.value = f'<div role="status">{texts}</div>' if texts else ""

    def _top(self, page: str) -> Any:
        """Return what stands first on a screen; the keyboard goes there, and Tab goes on from it."""
        from ipywidgets import HTML

        return HTML(f'<div class="quiz-haut" tabindex="-1">{page}</div>{TAKE * self._focus}')

    def _progress(self, head: str = "") -> None:
        count = len(self.session.paper.questions)
        done = count - len(self.session.left)
        saved = f"{done} réponse{'s' if done > 1 else ''} enregistrée{'s' if done > 1 else ''}"
        head = head or f"Question {self.session.question['numero']} sur {count}"
        self.progress.value = (
            f"<p><strong>{head}</strong> · {saved}</p>"
            f'<progress max="{count}" value="{done}" aria-label="{saved} sur {count}"></progress>'
        )

    def _question(self) -> None:
        session, question = self.session, self.session.question
        id_ = question["id"]
        inputs = Inputs(
            question,
            session.answers.given.get(id_),
            session.answers.drafts.get(id_),
            self._saving(lambda value: session.answer(id_, value)),
            self._saving(lambda value: session.draft(id_, value)),
        )
        label, self.sure = certainty(
            session.answers.sure.get(id_),
            self._may_be_sure(),
            self._saving(lambda value: session.be_sure(id_, value)),
        )
        moves = [_button("Suivante →", lambda: self._move(1))]
        if session.answers.position:
            moves.insert(0, _button("← Précédente", lambda: self._move(-1)))
        moves.append(_button("Où j’en suis", self._overview))
        self._progress()
        self._draw([self._top(_text(question)), *inputs.widgets(), label, self.sure], moves)

    def _may_be_sure(self) -> bool:
        return self.session.answers.given.get(self.session.question["id"]) != DONT_KNOW

    def _saving(self, act: Callable[[Any], None]) -> Callable[[Any], None]:
        """Return `act`, followed by what the screen says of it."""

        def save(value: Any) -> None:
            if self._try(lambda: act(value)):
                self._notify()
                self.said.value = '<p role="status">✔ Enregistré.</p>'
                self.sure.disabled = not self._may_be_sure()
                if self.sure.disabled and self.sure.value is not None:
                    self.sure.value = None
                self._progress()

        return save

    def _try(self, act: Callable[[], None]) -> bool:
        """Do it; say in French why it was not possible."""
        try:
            act()
        except Closed:
            self.show()
            return False
        except NotSaved as error:
            self._alert(str(error))
            return False
        except Exception as error:  # nobody would see it: a widget's own errors go to a log
            self._alert(UNEXPECTED.format(error=type(error).__name__))
            return False
        return True

    def _alert(self, text: str) -> None:
        self.said.value = f'<p role="alert" class="quiz-alerte">{html.escape(text)}</p>'

    def _move(self, step: int) -> None:
        target = self.session.answers.position + step
        if target >= len(self.session.paper.questions):
            self._overview()
        else:
            self._go(target)

    def _go(self, position: int) -> None:
        if self._try(lambda: self.session.move(position)):
            self.show()

    def _overview(self) -> None:
        from ipywidgets import HBox

        answers, left = self.session.answers, self.session.left
        buttons = []
        for position, question in enumerate(self.session.paper.questions):
            value = answers.given.get(question["id"])
            sign = "·" if value is None else "?" if value == DONT_KNOW else "✔"
            button = _button(f"{position + 1} {sign}", lambda p=position: self._go(p))
            button.tooltip = f"Aller à la question {position + 1}"
            buttons.append(button)
        row = HBox(buttons)
        row.add_class("quiz-rang")
        legend = "<p>✔ répondu · ? « je ne sais pas » · « · » pas encore répondu</p>"
        lines = f"<p>{_count_left(left)}</p>"
        moves = [
            _button("Revenir aux questions", self.show),
            _button("Terminer…", self._confirm),
        ]
        self._progress("Où j’en suis")
        self._draw([self._top(lines + legend), row], moves)

    def _confirm(self) -> None:
        text = (
            f"<p>{_count_left(self.session.left)}</p><p>Ensuite, vos réponses ne "
            "changent plus, et votre profil vous attend plus bas. Une question laissée de côté n’est pas une "
            "faute.</p>"
        )
        moves = [
            _button("Revenir aux questions", self.show),
            _button("Oui, je termine", self._finish),
        ]
        self._progress("Terminer ?")
        self._draw([self._top(text)], moves)

    def _finish(self) -> None:
        if self._try(self.session.finish):
            self.show()

    def _finished(self) -> None:
        self.progress.value = ""
        name, said = file_name(self.session.paper.form), self.session.wording.finished
        text = (
            f"<h4>✔ Questionnaire terminé</h4><p>{html.escape(said)}</p><p>Vos réponses sont dans "
            f"le fichier {name}. Passez à la suite du carnet.</p>"
        )
        self._draw([self._top(text)], [])


def _count_left(left: list[int]) -> str:
    if not left:
        return "Toutes les questions ont une réponse."
    listed = ", ".join(map(str, left))
    if len(left) == 1:
        return f"Il reste une question sans réponse : la {listed}."
    return f"Il reste {len(left)} questions sans réponse : {listed}."


def _text(question: Mapping[str, Any]) -> str:
    text = "".join(f"<p>{html.escape(line)}</p>" for line in question["texte"].splitlines() if line)
    excerpt = question["extrait"]
    return text + (f"<pre>{html.escape(excerpt)}</pre>" if excerpt else "")


def _button(text: str, act: Callable[[], None]) -> Any:
    from ipywidgets import Button

    button = Button(description=text)
    button.on_click(lambda _: act())
    return button
