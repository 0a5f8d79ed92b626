"""The part of a question that is clicked or typed, as ipywidgets: one maker for each kind."""

import html
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from atelier.learner.quiz.paper import as_typed, code_in, number_in, odd_code
from atelier.learner.quiz.store import CERTAINTIES, DONT_KNOW
from atelier.questions import CODE, NUMERIC, ONE, ORDER, SEVERAL

I_DONT_KNOW = "Je ne sais pas"
MONOSPACE = "quiz-code"
"""Class of what is shown in fixed width."""

Widgets = list[Any]


class Inputs:
    """The widgets of one question. `save` hears of answers, `draft` of what is not one yet.

    Both are given a value; None takes the answer back.
    """

    def __init__(
        self,
        question: Mapping[str, Any],
        value: Any,
        begun: Any,
        save: Callable[[Any], None],
        draft: Callable[[Any], None],
    ):
        """Prepare to show `question` with the answer `value` (or None), or what was `begun`."""
        self.question, self.value, self.begun = question, value, begun
        self._save, self._draft = save, draft
        self._quiet = False

    def widgets(self) -> Widgets:
        """Return the widgets, in their order."""
        return MAKERS[self.question["genre"]](self)

    def choice(self) -> Widgets:
        """Radio buttons; « je ne sais pas » is the last."""
        from ipywidgets import RadioButtons

        options = [(part["texte"], part["id"]) for part in self.question["parties"]]
        radio = RadioButtons(options=[*options, (I_DONT_KNOW, DONT_KNOW)], value=self.value)
        radio.observe(lambda change: self._save(change["new"]), "value")
        return [radio]

    def several(self) -> Widgets:
        """One box for each option, and one for « je ne sais pas » that empties the others."""
        chosen = self.value if isinstance(self.value, list) else []
        boxes = {p["id"]: _box(p["texte"], p["id"] in chosen) for p in self.question["parties"]}

        def clicked(_: Any) -> None:
            self._alone([self._unknown], False)
            self._save([id_ for id_, box in boxes.items() if box.value] or None)

        for box in boxes.values():
            box.observe(self._unless_quiet(clicked), "value")
        return [*boxes.values(), self._dont_know(lambda: self._alone(boxes.values(), False))]

    def order(self) -> Widgets:
        """One button for each line: they are clicked in the order that they should have."""
        from ipywidgets import HTML, Button

        parts = {part["id"]: part["texte"] for part in self.question["parties"]}
        known = self.value if isinstance(self.value, list) else self.begun
        placed = [id_ for id_ in known if id_ in parts] if isinstance(known, list) else []
        code = any(sign in text for text in parts.values() for sign in "=([")
        buttons = {id_: Button() for id_ in parts}
        shown = HTML()

        def draw() -> None:
            for id_, button in buttons.items():
                number = f"{placed.index(id_) + 1}." if id_ in placed else "—"
                button.description = f"{number} {parts[id_]}"
            lines = "\n".join(parts[id_] for id_ in placed)
            shown.value = f"<p>Votre ordre :</p><pre>{html.escape(lines)}</pre>" if placed else ""

        def clicked(id_: str) -> None:
            if id_ in placed:
                placed.remove(id_)
            else:
                placed.append(id_)
            self._alone([self._unknown], False)
            draw()
            self._save(list(placed)) if len(placed) == len(parts) else self._draft(list(placed))

        def forget() -> None:
            placed.clear()
            draw()

        for id_, button in buttons.items():
            button.on_click(lambda _, id_=id_: clicked(id_))
            button.add_class("quiz-ligne")
            if code:
                button.add_class(MONOSPACE)
        if code:
            shown.add_class(MONOSPACE)
        unknown = self._dont_know(forget)
        draw()
        hint = _hint(
            "Cliquez sur les lignes, dans l’ordre. Un second clic sur une ligne la retire."
        )
        return [hint, *buttons.values(), shown, unknown]

    def number(self) -> Widgets:
        """A field for a number, with a comma or a point."""
        from ipywidgets import Text

        field = Text(placeholder="par exemple 12,5", value=self._typed())
        unit, said = self.question["unite"], _hint("")

        def typed(change: Mapping[str, Any]) -> None:
            text = change["new"].strip()
            number = number_in(text)
            odd = bool(text) and number is None
            said.value = "Écrivez un nombre, par exemple 12,5." if odd else ""
            self._alone([self._unknown], False)
            self._draft(text) if odd else self._save(number)

        field.observe(self._unless_quiet(typed), "value")
        label = _hint(f"Votre réponse ({unit}) :" if unit else "Votre réponse :")
        return [label, field, said, self._dont_know(lambda: self._alone([field], ""))]

    def code(self) -> Widgets:
        """A field for one expression."""
        from ipywidgets import Textarea

        field = Textarea(value=self._typed() or self.question["depart"], rows=2)
        field.add_class(MONOSPACE)
        said = _hint("")

        def typed(change: Mapping[str, Any]) -> None:
            code = code_in(change["new"])
            said.value = html.escape(odd_code(code)) if code else ""
            self._alone([self._unknown], False)
            self._save(code or None)

        field.observe(self._unless_quiet(typed), "value")
        return [
            _hint("Votre code, sur une ligne :"),
            field,
            said,
            self._dont_know(lambda: self._alone([field], "")),
        ]

    def _typed(self) -> str:
        """Return what a field holds at the start."""
        if isinstance(self.value, int | float):
            return as_typed(self.value)
        known = self.begun if self.value is None else self.value
        return known if isinstance(known, str) and known != DONT_KNOW else ""

    def _dont_know(self, empty: Callable[[], None]) -> Any:
        """Return the box of « je ne sais pas », which calls `empty` once ticked."""
        self._unknown = _box(I_DONT_KNOW, self.value == DONT_KNOW)

        def clicked(change: Mapping[str, Any]) -> None:
            if change["new"]:
                empty()
            self._save(DONT_KNOW if change["new"] else None)

        self._unknown.observe(self._unless_quiet(clicked), "value")
        return self._unknown

    def _alone(self, widgets: Sequence[Any], value: Any) -> None:
        """Give widgets a value without hearing of it."""
        self._quiet = True
        try:
            for widget in widgets:
                widget.value = value
        finally:
            self._quiet = False

    def _unless_quiet(self, act: Callable[[Any], None]) -> Callable[[Any], None]:
        return lambda change: None if self._quiet else act(change)


MAKERS: Mapping[str, Callable[[Inputs], Widgets]] = {
    ONE: Inputs.choice,
    SEVERAL: Inputs.several,
    ORDER: Inputs.order,
    NUMERIC: Inputs.number,
    CODE: Inputs.code,
}
"""Kind of a question → what makes its widgets."""


def certainty(value: str | None, enabled: bool, save: Callable[[str], None]) -> tuple[Any, Any]:
    """Return a label and radio buttons for how sure one is."""
    from ipywidgets import RadioButtons

    radio = RadioButtons(
        options=CERTAINTIES, value=value, disabled=not enabled, orientation="horizontal"
    )
    radio.observe(lambda change: change["new"] and save(change["new"]), "value")
    return _hint("Votre certitude (elle ne change rien au résultat) :"), radio


def _box(text: str, ticked: bool) -> Any:
    from ipywidgets import Checkbox

    return Checkbox(description=text, value=ticked, indent=False)


def _hint(text: str) -> Any:
    from ipywidgets import HTML

    return HTML(text)
