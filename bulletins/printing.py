"""The kind of document that bulletins print."""

from alliance.notices.services import notify
from alliance.printing.models import RenderedDocument
from alliance.printing.registry import DocumentKind
from bulletins.documents import build_bulletin
from bulletins.enums import RenditionVariant
from bulletins.services.renditions import kind_of, take_over


def finished(document: RenderedDocument) -> None:
    """The bulletin shows it, and whoever asked for it is told once. Idempotent."""
    take_over(document)
    notify(
        recipients=[document.requested_by],
        key=f"document-{document.pk}-{document.sha256[:12]}",
        kind="document.ready",
        values={"文件": document.title, "页数": document.pages},
        url=f"/documents/{document.pk}/",
    )


BULLETIN = DocumentKind(
    name=kind_of(RenditionVariant.PDF),
    build=build_bulletin,
    template="bulletins/print/yearly.html",
    includes=(
        "bulletins/print/_article.html",
        "bulletins/print/_minutes.html",
        "bulletins/print/_pictures.html",
    ),
    stylesheets=("bulletins/print/yearly.css",),
    on_finished=finished,
)
