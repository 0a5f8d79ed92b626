"""One call of an action: who asks, in which language, and how actions find one another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from atelier.portal.errors import Invalid, UnknownAction
from atelier.portal.french import translate

if TYPE_CHECKING:
    from atelier.portal.portal import Portal
    from atelier.portal.store import Store

MODULES = (
    "autocomplete",
    "group_read",
    "group_write",
    "member",
    "package_more",
    "package_read",
    "package_write",
    "resource",
    "search",
    "status",
    "tag",
    "token",
    "user",
)
"""The modules of `atelier.portal.actions` that hold actions."""


@dataclass(frozen=True)
class Action:
    """An action: its function, whether it only reads (then GET may call it), its help text."""

    function: Callable[[Call, dict[str, Any]], Any]
    reads: bool
    help: str


ACTIONS: dict[str, Action] = {}


def reading(function: Callable) -> Callable:
    """Register an action that changes nothing."""
    return _register(function, reads=True)


def writing(function: Callable) -> Callable:
    """Register an action that changes something: it runs whole or not at all."""
    return _register(function, reads=False)


def _register(function: Callable, reads: bool) -> Callable:
    ACTIONS[function.__name__] = Action(function, reads, function.__doc__ or "")
    return function


def find(name: str) -> Action:
    """Return an action by its name."""
    if not ACTIONS:
        for module in MODULES:
            import_module(f"atelier.portal.actions.{module}")
    if name not in ACTIONS:
        raise UnknownAction(f"Action name not known: {name}")
    return ACTIONS[name]


@dataclass(frozen=True)
class Call:
    """Who calls, and what the actions need at hand."""

    portal: Portal
    user: dict[str, Any] | None = None
    lang: str = "en"
    api: bool = False
    """Whether the call comes through the web API: some rules are stricter there."""
    ignore_auth: bool = False
    package: dict[str, Any] | None = None
    """The dataset that is being changed, while its new version is validated."""
    group: dict[str, Any] | None = None
    account: dict[str, Any] | None = None
    after: list[Callable[[], None]] = field(default_factory=list, repr=False)
    """What to do once everything is written: remove a replaced file, for example."""

    @property
    def store(self) -> Store:
        """The database."""
        return self.portal.store

    @property
    def name(self) -> str:
        """The name of the user, empty for a visitor without one."""
        return self.user["name"] if self.user else ""

    @property
    def sysadmin(self) -> bool:
        """Whether the user administers the whole portal."""
        return bool(self.user and self.user["sysadmin"])

    def say(self, message: str, *values: Any) -> str:
        """Return one of CKAN's messages in the language of the request."""
        text = translate(message, self.lang)
        return text % values if values else text

    def act(self, name: str, data: dict[str, Any], **changes: Any) -> Any:
        """Do another action, as part of this one."""
        return find(name).function(replace(self, **changes), data)

    def need(self, data: dict[str, Any], *keys: str) -> Any:
        """Return values that must be there; their absence is an error of validation."""
        absent = {key: [self.say("Missing value")] for key in keys if key not in data}
        if absent:
            raise Invalid(absent)
        values = tuple(data[key] for key in keys)
        return values[0] if len(values) == 1 else values

    def flag(self, data: dict[str, Any], key: str, default: bool = False) -> bool:
        """Read a yes or no that may have come as text."""
        value = data.get(key, default)
        if isinstance(value, str):
            word = value.strip().lower()
            if word in {"true", "yes", "on", "y", "t", "1"}:
                return True
            if word in {"false", "no", "off", "n", "f", "0"}:
                return False
            raise Invalid({"message": self.say("Parameter is not an bool")})
        return bool(value)


def run(
    portal: Portal,
    name: str,
    data: dict[str, Any],
    user: str | None,
    lang: str,
    **context: Any,
) -> Any:
    """Do an action from outside: everything that it writes is written together, or not at all."""
    action = find(name)
    account = None
    if user:
        account = portal.store.one(
            "SELECT * FROM user WHERE (name = ? OR id = ?) AND state != 'deleted'", user, user
        )
        if account is None:
            raise LookupError(f"no user {user!r} on this portal")
    call = Call(portal, account, lang, **context)
    if action.reads:
        return action.function(call, data)
    try:
        with portal.store.transaction():
            result = action.function(call, data)
    except BaseException:
        portal.forget()
        raise
    for task in call.after:
        task()
    return result
