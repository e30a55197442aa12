"""Registries, filled in `AppConfig.ready()`: how a lower floor asks the floors above without importing them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


class Registry:
    """An ordered list of providers. Registering the same callable twice is harmless (ready() may run twice)."""

    def __init__(self) -> None:
        self._providers: list[Callable] = []

    def register(self, provider: Callable) -> Callable:
        if provider not in self._providers:
            self._providers.append(provider)
        return provider

    def collect(self, *args) -> list:
        """All items that the providers yield for these arguments, in order of registration."""
        return [item for provider in self._providers for item in provider(*args)]

    def call(self, *args) -> None:
        """Call every provider for its effect."""
        for provider in self._providers:
            provider(*args)

    def any(self, *args) -> bool:
        return any(provider(*args) for provider in self._providers)


@dataclass(frozen=True)
class ToDo:
    """One thing to do on the desk, for one role of the person.

    `title` says in Chinese what has to be done, `note` what about; `url` is where, `action` the word on the button.
    `due` is aware, or None: then `tone` may ask for attention ("wait", "official"; a due day sets its own).
    `role` is the role in Chinese (联络员, 专家 …), `kind` the sort of business (项目建议, 参会回执 …).
    """

    title: str
    url: str
    due: datetime | None = None
    note: str = ""
    role: str = ""
    kind: str = ""
    action: str = "去办理"
    tone: str = ""


@dataclass(frozen=True)
class Change:
    """Something that happened and concerns the person: `at` aware, `note` who did it and why."""

    at: datetime
    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Moved:
    """A transition that has just happened: `obj` is the locked, saved row, `actor` a user or None for the system."""

    obj: object
    name: str
    actor: object
    reason: str
    from_state: str


class MoveListeners:
    """What an app adds to the moves of its models, e.g. notices; called inside the move's transaction.

    A listener tells people or registers follow-ups; it never changes the state of anything.
    """

    def __init__(self) -> None:
        self._listeners: dict[str, Registry] = {}

    def register(self, model_label: str, listener: Callable[[Moved], None]) -> None:
        """`model_label` as in `Model._meta.label`, e.g. `projects.Proposal`."""
        self._listeners.setdefault(model_label, Registry()).register(listener)

    def tell(self, moved: Moved) -> None:
        if listeners := self._listeners.get(moved.obj._meta.label):
            listeners.call(moved)


TodoProvider = Callable[[object], Iterable[ToDo]]

desk_todos = Registry()  # provider(user) -> iterable of ToDo
# provider(user) -> iterable of Change: the newest acts on what this person may see, never another unit's. Each
# provider asks the database a constant number of times and yields at most `CHANGES_EACH`.
recent_changes = Registry()
CHANGES_EACH = 10
move_listeners = MoveListeners()  # run_transition tells it of every move
file_readers = Registry()  # provider(user, stored_file) -> bool: may this user read the file?
# provider(user, stored_file) -> bool: is it kept from this one of the staff, who read every other file?
file_secrets = Registry()
# provider(user, stored_file): told when a file was read, for who keeps a record of that.
file_openings = Registry()
# provider(set of pks) -> iterable of pks of stored files that something names without a foreign key (a text, a
# snapshot); `remove_unused_files` keeps them.
file_keepers = Registry()


@dataclass(frozen=True)
class Link:
    """A line that leads to another page; `note` stands behind it."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class LinkGroup:
    """Links under one heading."""

    title: str
    links: tuple[Link, ...]


# provider(obj, user) -> iterable of LinkGroup: what the floors above know about the object of a page, e.g. the
# meetings that a unit attended, or the articles about a meeting. Each provider asks the database a constant
# number of times, and yields nothing for objects that are not its business.
related_links = Registry()
desk_links = Registry()  # provider(user) -> iterable of Link: the pages of the user's roles, on the desk


@dataclass(frozen=True)
class Reminder:
    """Something that people must do until `due` (aware). They are told some days before, once each per due date.

    `key` names the matter, e.g. `solicitation-3-unit-5`; who has done it is no longer yielded. `url` is a path.
    Somebody without a login is reminded at `address`; `url` may then be a private link (`notices.private_links`).
    """

    recipients: tuple
    key: str
    title: str
    url: str
    due: datetime
    note: str = ""
    address: str = ""


reminders = Registry()  # provider() -> iterable of Reminder: what is due, whoever it concerns
