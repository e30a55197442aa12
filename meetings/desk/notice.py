"""What notice, replies and check-in bring to the registries. Called in `apps.py`."""


def register() -> None:
    from alliance.core.registry import file_readers
    from alliance.printing import registry
    from meetings import printing, reply_files

    registry.register(*printing.KINDS)
    file_readers.register(reply_files.may_read)
