"""What notice, replies and check-in bring to the registries. Called in `apps.py`."""


def register() -> None:
    from django.db.models.signals import pre_delete

    from alliance.core.registry import file_readers
    from alliance.notices import private_links
    from alliance.printing import registry
    from meetings import printing, reply_files, reply_notices
    from meetings.models import MeetingNotice
    from meetings.services.notices import refuse_deletion

    registry.register(*printing.KINDS)
    file_readers.register(reply_files.may_read)
    private_links.register(reply_notices.LINK, reply_notices.path_behind)
    pre_delete.connect(refuse_deletion, sender=MeetingNotice, dispatch_uid="numbered-notice-stays")
