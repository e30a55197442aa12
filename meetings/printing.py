"""The kinds of documents of a meeting: its notice, and the paper for the room. Registered by `desk.notice`."""

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from alliance.notices.services import notify
from alliance.notices.short_links import qr_svg
from alliance.printing.models import RenderedDocument
from alliance.printing.registry import DocumentKind
from meetings import room_papers
from meetings.notice_document import NOTICE_KIND, UNIT_NOTICES_KIND, build_notice, build_unit_notices

BADGES_ON_SHEET = 10


def finished(document: RenderedDocument) -> None:
    """Whoever asked for it is told once. Idempotent."""
    notify(
        recipients=[document.requested_by],
        key=f"document-{document.pk}-{document.sha256[:12]}",
        kind="document.ready",
        values={"文件": document.file_name, "说明": f"共 {document.pages} 页"},
        url=f"/documents/{document.pk}/",
    )


def _kind(name: str, build, sheet: str, **more) -> DocumentKind:
    """`sheet`: the name that its template and its style sheet share."""
    return DocumentKind(
        name=name,
        build=build,
        template=f"meetings/print/{sheet}.html",
        stylesheets=(f"meetings/print/{sheet}.css",),
        on_finished=finished,
        **more,
    )


def badges_html(snapshot: dict) -> str:
    """Ten on a sheet; the codes are drawn here, so that the snapshot holds addresses and no pictures."""
    rows = [{**row, "qr": mark_safe(qr_svg(row["address"], mask=3))} for row in snapshot["rows"]]  # noqa: S308 - our own address
    sheets = [rows[start : start + BADGES_ON_SHEET] for start in range(0, len(rows), BADGES_ON_SHEET)]
    return render_to_string("meetings/print/badges.html", {**snapshot, "sheets": sheets})


HEAD = "meetings/print/_head.html"
KINDS = (
    _kind(NOTICE_KIND, build_notice, "notice"),
    _kind(UNIT_NOTICES_KIND, build_unit_notices, "notice"),
    _kind(
        room_papers.HANDBOOK,
        room_papers.build_handbook,
        "handbook",
        includes=(HEAD, "meetings/print/_items.html"),
    ),
    _kind(room_papers.SIGN_IN, room_papers.build_sign_in, "sign_in", includes=(HEAD,)),
    _kind(room_papers.CARDS, room_papers.build_place_cards, "place_cards", includes=(HEAD,)),
    _kind(room_papers.SEATS, room_papers.build_seat_plan, "seat_plan", includes=(HEAD,)),
    _kind(
        room_papers.BADGES,
        room_papers.build_badges,
        "badges",
        includes=(HEAD,),
        make_html=badges_html,
        sources=("meetings.printing",),
    ),
)
