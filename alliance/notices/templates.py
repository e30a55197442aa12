"""One row for each kind of notice, so that staff find every wording in the admin."""

from alliance.core import audit
from alliance.core.writing import save_record
from alliance.notices.kinds import all_kinds
from alliance.notices.models import NoticeTemplate
from alliance.notices.models.templates import PARTS


def keep_rows(**kwargs) -> None:
    """After every migration; kinds that came with a new version get their row, nothing else changes."""
    existing = set(NoticeTemplate.objects.values_list("kind", flat=True))
    missing = [NoticeTemplate(kind=kind.name) for kind in all_kinds() if kind.name not in existing]
    NoticeTemplate.objects.bulk_create(missing, ignore_conflicts=True)


def restore_default(*, actor, template: NoticeTemplate) -> NoticeTemplate:
    """Back to the wording that came with the portal; what staff wrote stays in the history."""
    for part in PARTS:
        setattr(template, part, "")
    save_record(template, actor=actor, reason="恢复默认")
    audit.record(actor=actor, obj=template, action="notices.template.restore", label="恢复默认模板")
    return template
