"""The page of an entry: its words and pictures for print, beside what its source says and what was said about it."""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path

from alliance.core.admin.behalf import address_of
from alliance.core.diff import Piece
from alliance.core.enums import FileKind
from alliance.core.errors import BadFile
from alliance.core.files.kinds import accept_of, describe_kinds
from alliance.core.files.store import store_file
from alliance.core.models import StoredFile
from bulletins.admin.workbench.entry_forms import ROWS, EntryForm, PictureRows, in_print_order, rows_of
from bulletins.admin.workbench.frame import (
    address,
    answered,
    context_of,
    entry_address,
    entry_of,
    is_open,
    may_comment,
    page,
)
from bulletins.models import Bulletin, BulletinEntry, EntryComment
from bulletins.plain_text import content_text
from bulletins.proofreading.reading import open_findings
from bulletins.services import commenting, editing, pictures, taking
from bulletins.source_changes import change_of, said_today

LIBRARY_SHOWN = 60


@dataclass(frozen=True)
class Remark:
    """A comment as `core/_comments.html` shows it."""

    comment: EntryComment
    user: object

    @property
    def author(self):
        return self.comment.author

    @property
    def at(self):
        return self.comment.created_at

    @property
    def text(self) -> str:
        return self.comment.text

    @property
    def is_own(self) -> bool:
        return self.comment.author_id == self.user.pk

    @property
    def is_open(self) -> bool:
        return self.comment.resolved_at is None

    @property
    def badge(self) -> str:
        return "" if self.is_open else f"{self.comment.resolved_by or '系统'}已处理"

    tone = "good"

    @property
    def alone(self) -> list["Remark"]:
        return [self]


def pages(model_admin) -> list:
    def at(route: str, view, name: str, *, acts_only: bool = True):
        shown = page(model_admin, view, acts_only=acts_only)
        return path(f"<int:pk>/entries/<int:entry>/{route}", shown, name=f"bulletins_bulletin_{name}")

    return [
        at("", edit, "entry", acts_only=False),
        at("comment/", comment, "comment"),
        at("comment/<int:remark>/done/", settle, "comment_done"),
        at("take-over/", take_over, "take_over"),
        at("keep/", keep, "keep_own"),
    ]


# ---------------------------------------------------------------- the form
def edit(request, model_admin, bulletin: Bulletin, entry: int):
    """GET the form; POST saves words and pictures in one, or shows everything typed again with what is wrong."""
    with transaction.atomic():  # the row is locked, so that nobody slips in between the check and the saving
        shown = entry_of(bulletin, entry)
        if request.method == "POST":
            BulletinEntry.objects.select_for_update().get(pk=shown.pk)
        uploaded, data = [], None
        if request.method == "POST":
            data, uploaded = _with_new_pictures(request)
        form = EntryForm(data, instance=shown)
        held = list(shown.pictures.select_related("stored"))
        rows = PictureRows(data, initial=rows_of(held), prefix=ROWS)
        if data is not None and _save(request, shown, form, rows, uploaded):
            model_admin.message_user(request, f"“{shown.headline}”已保存。")
            return HttpResponseRedirect(_after_saving(request, bulletin, shown))
    return _shown(request, model_admin, bulletin, shown, form, rows)


def _save(request, entry: BulletinEntry, form: EntryForm, rows, refused: list[str]) -> bool:
    for message in refused:
        form.add_error(None, message)
    if not (form.is_valid() & rows.is_valid()):
        return False

    def both():
        with transaction.atomic():
            if changes := form.changes():
                editing.edit_entry(actor=request.user, entry=entry, changes=changes)
            if rows.has_changed():
                pictures.set_pictures(actor=request.user, entry=entry, rows=in_print_order(rows))

    return form.call(both)


def _with_new_pictures(request) -> tuple[dict, list[str]]:
    """What was posted, with a row for each picture that was uploaded or chosen from the library; and what was refused."""
    data, refused = request.POST.copy(), []
    number = (
        int(total) if (total := data.get(f"{ROWS}-TOTAL_FORMS", "")).isdecimal() and len(total) < 4 else 0
    )
    chosen = [pk for pk in data.getlist("library") if pk.isdecimal() and len(pk) < 19]
    for upload in request.FILES.getlist("uploads"):
        try:
            chosen.append(str(store_file(actor=request.user, upload=upload, kinds=(FileKind.PICTURE,)).pk))
        except BadFile as bad:
            refused.append(f"“{upload.name}”：{bad.message}")
    for pk in chosen:
        data[f"{ROWS}-{number}-stored"] = pk
        data[f"{ROWS}-{number}-place"] = "large"
        data[f"{ROWS}-{number}-order"] = "9999"
        number += 1
    if chosen:
        data[f"{ROWS}-TOTAL_FORMS"] = str(number)
        data.setlist("library", [])
    return data, refused


def _after_saving(request, bulletin: Bulletin, entry: BulletinEntry) -> str:
    """Where the pressed button leads: on with this entry, back to the workbench, or to the next one."""
    if "_next" in request.POST and (following := neighbours_of(bulletin, entry)[1]):
        return entry_address(following, bulletin)
    if "_stay" in request.POST:
        return entry_address(entry, bulletin)
    return f"{address('change', bulletin)}#entry-{entry.pk}"


def _shown(request, model_admin, bulletin: Bulletin, entry: BulletinEntry, form, rows):
    before, following = neighbours_of(bulletin, entry)
    stored = StoredFile.objects.in_bulk(
        [key for form_ in rows.forms if (key := _number(form_["stored"].value()))]
    )
    remarks = entry.comments.select_related("author", "resolved_by")
    open_ = is_open(bulletin)
    said = said_today(entry, bulletin)
    change = change_of(entry, bulletin) if open_ else None
    context = context_of(
        request,
        model_admin,
        bulletin,
        here="change",
        title=entry.headline,
        entry=entry,
        form=form,
        content_fields=[form[name] for name in form.parts],
        rows=rows,
        pictured=[(row, stored.get(_number(row["stored"].value()))) for row in rows.forms],
        library=library_of(bulletin, set(stored)),
        accept=accept_of((FileKind.PICTURE,)),
        upload_help=describe_kinds((FileKind.PICTURE,)),
        before=before,
        following=following,
        before_url=entry_address(before, bulletin) if before else "",
        following_url=entry_address(following, bulletin) if following else "",
        source_url=address_of(entry.source) if entry.source else "",
        said=said,
        source_text=content_text(said["content"]) if said else "",
        change=change,
        changed_text=changed_paragraphs(change.text) if change else [],
        remarks=[Remark(one, request.user) for one in remarks],
        may_comment=may_comment(request.user, bulletin),
        findings=[one for one in open_findings(bulletin) if one.entry_pk == entry.pk] if open_ else [],
    )
    return render(request, "admin/bulletins/bulletin/entry.html", context)


def _number(value) -> int | None:
    return int(value) if str(value).isdecimal() and len(str(value)) < 19 else None


def changed_paragraphs(paragraphs: list[list[Piece]]) -> list[list[Piece]]:
    """Those in which something is new or gone; a long text would hide them."""
    return [pieces for pieces in paragraphs if any(piece.kind != "same" for piece in pieces)]


def neighbours_of(
    bulletin: Bulletin, entry: BulletinEntry
) -> tuple[BulletinEntry | None, BulletinEntry | None]:
    """The printed entries before and after this one."""
    order = BulletinEntry.objects.filter(section__bulletin=bulletin, dropped=False).only(
        "pk", "headline", "kind"
    )
    rows = list(order.order_by("section__order", "order", "pk"))
    at = next((number for number, row in enumerate(rows) if row.pk == entry.pk), None)
    if at is None:
        return None, rows[0] if rows else None
    return rows[at - 1] if at else None, rows[at + 1] if at + 1 < len(rows) else None


def library_of(bulletin: Bulletin, without: set[int]) -> list[StoredFile]:
    """Pictures of the year's articles and of the other entries of this issue, newest first."""
    known = StoredFile.objects.filter(kind=FileKind.PICTURE).exclude(pk__in=without)
    entries = known.filter(entry_pictures__entry__section__bulletin=bulletin)
    articles = known.filter(
        article_pictures__article__year=bulletin.year, article_pictures__article__is_example=False
    )
    return list((entries | articles).distinct().order_by("-pk")[:LIBRARY_SHOWN])


# ---------------------------------------------------------------- what is said about it, and its source
def comment(request, model_admin, bulletin: Bulletin, entry: int):
    """POST `text`."""
    about = entry_of(bulletin, entry)
    text = request.POST.get("text", "")
    return answered(
        request,
        model_admin,
        lambda: commenting.comment_on_entry(actor=request.user, entry=about, text=text),
        done="批注已保存。",
        back=entry_address(about, bulletin, "comments"),
    )


def settle(request, model_admin, bulletin: Bulletin, entry: int, remark: int):
    about = entry_of(bulletin, entry)
    found = get_object_or_404(EntryComment, pk=remark, entry=about)
    return answered(
        request,
        model_admin,
        lambda: commenting.resolve_comment(actor=request.user, comment=found),
        done="批注已处理。",
        back=entry_address(about, bulletin, "comments"),
    )


def take_over(request, model_admin, bulletin: Bulletin, entry: int):
    changed = entry_of(bulletin, entry)
    return answered(
        request,
        model_admin,
        lambda: taking.take_over_source(actor=request.user, entry=changed),
        done="已采用来源的修改，标题、正文和图片与来源一致。",
        back=entry_address(changed, bulletin),
    )


def keep(request, model_admin, bulletin: Bulletin, entry: int):
    changed = entry_of(bulletin, entry)
    return answered(
        request,
        model_admin,
        lambda: taking.keep_own(actor=request.user, entry=changed),
        done="已保留现在的文字，来源的这次修改不再提示。",
        back=entry_address(changed, bulletin),
    )
