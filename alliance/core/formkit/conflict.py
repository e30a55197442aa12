"""A form for a record that several people may be writing: whoever saves second is shown both texts."""

from dataclasses import dataclass

from alliance.core.forms import STALE_PAGE


@dataclass(frozen=True)
class Difference:
    """One field of a conflict, as people read it: what stands in the database, and what this person wrote."""

    label: str
    stored: str
    written: str


class ConflictMixin:
    """For a PortalModelForm with a `form_token`, before it among the bases.

    `record_argument` is the service's argument that holds the record; a new one is found by its token. A subclass
    says in `differences(stored)` where the stored record and this form differ. `hand_in`: 提交 was pressed.
    """

    record_argument: str

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflict: list[Difference] = []
        # A request without the version it was opened with could wipe what others wrote.
        version = self.fields["opened_version"]
        version.required = self.instance.pk is not None
        version.error_messages = {"required": STALE_PAGE, "invalid": STALE_PAGE}

    @property
    def hand_in(self) -> bool:
        return "hand_in" in self.data

    def differences(self, stored) -> list[Difference]:
        raise NotImplementedError

    def take_newer_version(self, arguments: dict) -> None:
        """A conflict shows both texts; saving once more then means that this one shall stand."""
        record = arguments.get(self.record_argument)
        row = {"pk": record.pk} if record else {"form_token": arguments["token"]}
        stored = self._meta.model.objects.get(**row)
        self.conflict = self.differences(stored)
        self.data = self.data.copy()
        self.data["opened_version"] = str(stored.version)
