"""The kinds of documents of members: the yearly statement of a fund. Registered by `desk.money`."""

from alliance.notices.services import notify
from alliance.printing.models import RenderedDocument
from alliance.printing.registry import DocumentKind
from members.fund_statement import build_fund_statement


def finished(document: RenderedDocument) -> None:
    """Whoever asked for it is told once. Idempotent."""
    notify(
        recipients=[document.requested_by],
        key=f"document-{document.pk}-{document.sha256[:12]}",
        kind="document.ready",
        values={"文件": document.file_name, "说明": f"共 {document.pages} 页"},
        url=f"/documents/{document.pk}/",
    )


STATEMENT = DocumentKind(
    name="fund_statement",
    build=build_fund_statement,
    template="members/print/fund_statement.html",
    stylesheets=("members/print/fund_statement.css",),
    on_finished=finished,
)
