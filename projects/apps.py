"""Floor 3: solicitations, proposals, the patent pool."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "项目与专利"

    def ready(self) -> None:
        from alliance.core.registry import desk_links, desk_todos, move_listeners, recent_changes, reminders
        from alliance.notices import group_texts, kinds
        from projects import changes, notice_kinds, notices, recordable, todos
        from projects.reminders import of_liaisons

        desk_todos.register(todos.of_liaison)
        desk_todos.register(todos.of_expert)
        desk_todos.register(todos.of_staff)
        desk_links.register(todos.links)
        recent_changes.register(changes.of_own_units)
        recent_changes.register(changes.of_solicitations)
        move_listeners.register("projects.Proposal", notices.tell_of_proposal)
        move_listeners.register("projects.Nomination", notices.tell_of_nomination)
        move_listeners.register("projects.Solicitation", notices.tell_of_solicitation)
        kinds.register(*notice_kinds.KINDS)
        group_texts.register("projects.Solicitation", notices.group_text_of)
        reminders.register(of_liaisons)
        recordable.register()
