"""What migrations of this portal need beside Django's own operations."""

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory


class CreateModels(Operation):
    """Many new models of one app in one step: each may refer to those before it.

    Django renders everything that is related to a model anew for each one created, and here everything is related
    to people and units: forty models one by one took 20 s, together they take one rendering.
    """

    category = OperationCategory.ADDITION

    def __init__(self, operations: list[CreateModel]):
        self.operations = operations

    def state_forwards(self, app_label, state):
        # Without this cache the state takes the models in without rendering; it renders once when it is next asked.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return "Create models " + ", ".join(operation.name for operation in self.operations)
