"""Floor 2: meetings, resolutions, minutes, events."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "会议与学术交流"

    def ready(self) -> None:
        from alliance.core.registry import (
            desk_todos,
            move_listeners,
            recent_changes,
            related_links,
            reminders,
        )
        from alliance.notices import group_texts, kinds
        from meetings import notice_kinds, recordable, reply_notices, todos
        from meetings.changes import of_meetings
        from meetings.desk import effects, events, minutes, notice, planning, votes
        from meetings.links import links_of_unit

        related_links.register(links_of_unit)
        recent_changes.register(of_meetings)
        kinds.register(*notice_kinds.KINDS)
        group_texts.register("meetings.Meeting", notice_kinds.group_text_of)
        kinds.register(*reply_notices.KINDS)
        desk_todos.register(todos.of_invited)
        desk_todos.register(todos.of_hosts)
        desk_todos.register(todos.of_staff)
        move_listeners.register("meetings.Meeting", reply_notices.tell_of_meeting)
        move_listeners.register("meetings.HostingTurn", reply_notices.tell_of_hosting)
        reminders.register(todos.reminders)
        recordable.register()
        notice.register()
        events.register()
        effects.register()
        planning.register()
        votes.register()
        minutes.register()
