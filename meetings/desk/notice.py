"""What notice, replies and check-in bring to the registries. Called in `apps.py`."""


def register() -> None:
    from alliance.core.registry import file_readers
    from meetings import reply_files

    file_readers.register(reply_files.may_read)
