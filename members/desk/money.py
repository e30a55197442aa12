"""What agreement, dues and fund bring to the registries. Called in `apps.py`."""


def register() -> None:
    from alliance.core.registry import desk_todos, file_readers, reminders
    from alliance.notices import kinds
    from alliance.printing import registry
    from members import money_files, money_notice_kinds, money_reminders, money_todos
    from members.models import DuesPayment, FundEntry
    from members.printing import STATEMENT

    FundEntry.guard()
    DuesPayment.guard()
    kinds.register(*money_notice_kinds.KINDS)
    registry.register(STATEMENT)
    desk_todos.register(money_todos.of_liaison)
    desk_todos.register(money_todos.of_staff)
    reminders.register(money_reminders.of_dues)
    file_readers.register(money_files.may_read)
