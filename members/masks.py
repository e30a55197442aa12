"""Who sees a person's phone and e-mail: whole by role, in part among members, not at all for visitors."""

from alliance.core.masks import masked_email, masked_phone
from members.enums import Body
from members.models import Person
from members.rules import units_represented


class ContactReader:
    """What one login may read; asked once, then good for a whole list. Make a new one for every request."""

    def __init__(self, user):
        self.user = user
        self.is_member = bool(user is not None and user.is_authenticated and user.is_active)
        self._units: set[int] | None = None

    def sees_all(self) -> bool:
        """Staff who keep the register of people."""
        user = self.user
        return self.is_member and user.is_staff and user.has_perm("members.change_person")

    def sees_whole(self, person: Person) -> bool:
        """Staff who keep the register, the person, and the liaisons of the same unit today."""
        if not self.is_member:
            return False
        return self.sees_all() or person.user_id == self.user.pk or person.unit_id in self._own_units()

    def phone(self, person: Person) -> str:
        """The number, 138****5678, or nothing."""
        return (
            person.phone if self.sees_whole(person) else masked_phone(person.phone) if self.is_member else ""
        )

    def email(self, person: Person) -> str:
        """The address, z****@example.com, or nothing."""
        return (
            person.email if self.sees_whole(person) else masked_email(person.email) if self.is_member else ""
        )

    def _own_units(self) -> set[int]:
        if self._units is None:
            self._units = units_represented(self.user, Body.LIAISON_MEETING)
        return self._units


def phone_for(user, person: Person) -> str:
    """The phone of `person` as `user` may see it; for lists make one ContactReader."""
    return ContactReader(user).phone(person)


def email_for(user, person: Person) -> str:
    """The e-mail of `person` as `user` may see it; for lists make one ContactReader."""
    return ContactReader(user).email(person)
