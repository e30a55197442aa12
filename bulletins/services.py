"""Writes of the bulletin: compile it from the year's records, have it printed."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError
from alliance.core.writing import lock, save_record
from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument
from alliance.printing.services import request_document
from bulletins.enums import BulletinState, SectionKind
from bulletins.models import Article, Bulletin, BulletinEntry, BulletinSection
from meetings.enums import MinutesState
from meetings.models import Minutes

FIRST_YEAR = 2000
KIND = "bulletin"


@transaction.atomic
def compile_bulletin(*, actor, year: int) -> Bulletin:
    """Fill the yearly issue from the year's published articles and signed minutes.

    Running it again adds what is new and never overwrites an edit, brings back a dropped entry, or reorders.
    Raises DomainError for a year without records, NotAllowed, or DomainError for an issued bulletin (recall it first).
    """
    require(actor, "bulletins.compile_bulletin", None)
    if not FIRST_YEAR <= year <= timezone.localdate().year + 1:
        raise DomainError(f"年度“{year}”不在可用范围内。", field="year")
    articles = list(Article.objects.real().published().of_year(year).order_by("print_order", "pk"))
    minutes = list(_signed_minutes(year))
    if not articles and not minutes:
        raise DomainError(f"{year}年还没有已发布的稿件或已签发的会议纪要，无法汇编。", field="year")
    bulletin = _open_bulletin(actor, year)
    added = 0
    for order, kind in enumerate(SectionKind):
        sources = minutes if kind == SectionKind.MINUTES else [a for a in articles if a.category == kind]
        section, _ = BulletinSection.objects.get_or_create(
            bulletin=bulletin, kind=kind, defaults={"title": kind.label, "order": order}
        )
        added += _add_missing(section, sources, actor)
    audit.record(actor=actor, obj=bulletin, action="bulletins.compile", label="汇编", data={"added": added})
    return bulletin


@transaction.atomic
def print_bulletin(*, actor, bulletin: Bulletin) -> RenderedDocument:
    """Ask for the PDF of the bulletin as it stands now. Returns the document, which may be finished already."""
    require(actor, "bulletins.print_bulletin", bulletin)
    locked = lock(bulletin)
    document = request_document(actor=actor, kind=KIND, year=locked.year)
    Bulletin.objects.filter(pk=locked.pk).update(requested_document=document)
    if document.is_finished:
        take_over(document)
    return document


def take_over(document: RenderedDocument) -> None:
    """Show the finished document as the bulletin's, if it is the one asked for last. Idempotent."""
    Bulletin.objects.filter(requested_document=document, requested_document__state=DocumentState.DONE).update(
        document=document
    )


def _signed_minutes(year: int):
    signed = Minutes.objects.filter(
        meeting__is_example=False, meeting__starts_on__year=year, state=MinutesState.SIGNED
    )
    return signed.order_by("meeting__starts_on", "pk")


def _open_bulletin(actor, year: int) -> Bulletin:
    bulletin = Bulletin.objects.select_for_update().filter(year=year).first()
    if bulletin is None:
        return save_record(Bulletin(year=year, title=f"{year}年工作简报"), actor=actor)
    if bulletin.state != BulletinState.EDITING:
        raise DomainError(f"“{bulletin}”已印发，不能再汇编；需要修改请先撤回印发。")
    return bulletin


def _add_missing(section: BulletinSection, sources: list[Article | Minutes], actor) -> int:
    """Append an entry for each source that has none in this section; return how many."""
    field = "minutes" if section.kind == SectionKind.MINUTES else "article"
    known = set(section.entries.values_list(f"{field}_id", flat=True))
    order = section.entries.aggregate(last=Max("order"))["last"] or 0
    new = [source for source in sources if source.pk not in known]
    for step, source in enumerate(new, start=1):
        headline = source.title if field == "minutes" else source.headline
        toc_title = getattr(source, "toc_title", "") or headline
        entry = BulletinEntry(
            section=section,
            headline=headline,
            toc_title=toc_title,
            order=order + 10 * step,
            **{field: source},
        )
        save_record(entry, actor=actor)
    return len(new)
