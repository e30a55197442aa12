"""Floor 1: units, people, seats and terms."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "成员"

    def ready(self) -> None:
        from alliance.core.behalf import behalf_listeners
        from alliance.core.behalf_acts import parties
        from alliance.core.registry import file_readers
        from members import behalf
        from members.desk import admission, library, links, money, terms, units

        parties.register(behalf.parties_of)
        behalf_listeners.register(behalf.tell_unit)
        file_readers.register(behalf.paper_of_own_unit)
        admission.register()
        library.register()
        links.register()
        money.register()
        terms.register()
        units.register()
