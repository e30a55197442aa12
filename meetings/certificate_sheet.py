"""证书 on paper: what is printed, a page for each, and the kind of document."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from alliance.core.dates import day_words
from alliance.core.errors import DomainError
from alliance.notices.services import notify
from alliance.notices.short_links import qr_svg
from alliance.printing.models import RenderedDocument
from alliance.printing.registry import DocumentKind
from meetings.enums import OrganiserRole
from meetings.models import Certificate, Event
from members.models import AllianceProfile

NAME = "event_certificates"
TEMPLATE = "meetings/print/certificates.html"


def build_certificates(*, event: int, certificates: list[int]) -> dict:
    """The snapshot: `rows` in the order of their numbers; each with the address that proves it. Raises DomainError."""
    held = Event.objects.prefetch_related("organisers__unit", "organisers__organisation").get(pk=event)
    found = Certificate.objects.filter(event=held, pk__in=certificates).select_related("award").order_by("pk")
    rows = [_row(one) for one in found]
    if not rows:
        raise DomainError("还没有证书，请先颁发。")
    awards = {row["award"] for row in rows}
    what = f"{awards.pop()}证书" if len(awards) == 1 and "" not in awards else "证书"
    who = f"（{rows[0]['name']}）" if len(rows) == 1 else ""
    title = f"{held}{what}{who}"
    return {
        "title": title,
        "file_name": title,
        "event": held.name,
        "day": day_words(held.starts_on) if held.starts_on else f"{held.year}年",
        "place": held.place,
        "issuers": _issuers(held),
        "is_example": held.is_example,
        "rows": rows,
    }


def _row(certificate: Certificate) -> dict:
    return {
        "number": certificate.number,
        "name": certificate.name,
        "affiliation": certificate.affiliation,
        "work": certificate.work,
        "award": str(certificate.award or ""),
        "issued_on": day_words(timezone.localtime(certificate.created_at).date()),
        "address": settings.SITE_URL + certificate.get_absolute_url(),
    }


def _issuers(event: Event) -> list[str]:
    """Whoever hosts the event; the alliance where nobody is named."""
    roles = (OrganiserRole.HOST, OrganiserRole.JOINT_HOST)
    hosts = [str(one) for one in event.organisers.all() if one.role in roles]
    alliance = AllianceProfile.objects.first()
    return hosts or [alliance.name if alliance else "钒钛资源综合利用产业技术创新战略联盟"]


def make_html(snapshot: dict) -> str:
    rows = [{**row, "qr": mark_safe(qr_svg(row["address"], mask=3))} for row in snapshot["rows"]]  # noqa: S308  our own drawing
    return render_to_string(TEMPLATE, {**snapshot, "rows": rows})


def finished(document: RenderedDocument) -> None:
    """Whoever asked for it is told once. Idempotent."""
    notify(
        recipients=[document.requested_by],
        key=f"document-{document.pk}-{document.sha256[:12]}",
        kind="document.ready",
        values={"文件": document.file_name, "说明": f"共 {document.pages} 页"},
        url=f"/documents/{document.pk}/",
    )


KIND = DocumentKind(
    name=NAME,
    build=build_certificates,
    template=TEMPLATE,
    stylesheets=("meetings/print/certificates.css",),
    make_html=make_html,
    on_finished=finished,
    sources=("meetings.certificate_sheet",),
)
