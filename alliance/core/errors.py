"""Errors that a person may see. Each carries one clear Chinese sentence."""


class DomainError(Exception):
    """A rule refused the act. `message` is for the person who tried it; `field` names the form field, if one."""

    def __init__(self, message: str, *, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.field = field


class WrongState(DomainError):
    """The object is not in a state from which this transition starts."""


class NotAllowed(DomainError):
    """The actor lacks the permission on this object."""


class StaleVersion(DomainError):
    """Somebody saved the object after the form was opened."""


class BadFile(DomainError):
    """An upload that cannot be accepted."""
