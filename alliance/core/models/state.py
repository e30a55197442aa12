"""The field that holds the state of a lifecycle."""

from django_fsm import FSMField


class StateField(FSMField):
    """An FSM field that migrations know as the text it is in the database.

    Each model that a migration renders would else connect itself to a signal that is never disconnected: with a
    hundred models half of the time of a migration went there. Besides, they stand without the library.
    """

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("protected", None)
        return name, "django.db.models.CharField", args, kwargs
