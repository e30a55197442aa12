"""The kinds of documents of meetings. Registered by `desk.notice`."""

from alliance.notices.services import notify
from alliance.printing.models import RenderedDocument
from alliance.printing.registry import DocumentKind
from meetings.notice_document import NOTICE_KIND, UNIT_NOTICES_KIND, build_notice, build_unit_notices


def finished(document: RenderedDocument) -> None:
    """Whoever asked for it is told once. Idempotent."""
    notify(
        recipients=[document.requested_by],
        key=f"document-{document.pk}-{document.sha256[:12]}",
        kind="document.ready",
        values={"文件": document.file_name, "说明": f"共 {document.pages} 页"},
        url=f"/documents/{document.pk}/",
    )


def _notice(name: str, build) -> DocumentKind:
    return DocumentKind(
        name=name,
        build=build,
        template="meetings/print/notice.html",
        stylesheets=("meetings/print/notice.css",),
        on_finished=finished,
    )


KINDS = (_notice(NOTICE_KIND, build_notice), _notice(UNIT_NOTICES_KIND, build_unit_notices))
