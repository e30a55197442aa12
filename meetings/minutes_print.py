"""会议纪要 on paper: in the manner of the alliance's issues and of GB/T 9704, as PDF and as Word.

A draft prints as it stands and says so; signed minutes print their newest version.
"""

from dataclasses import dataclass

from django.utils import timezone

from alliance.core.dates import day_words
from alliance.notices.services import notify
from alliance.printing.engine.errors import FontMissing
from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument
from alliance.printing.registry import DocumentKind, MadeFile, get_kind
from alliance.printing.services import content_digest
from meetings.documents import LIST_HEADING
from meetings.enums import MinutesState
from meetings.minutes_content import latest_version, minutes_content
from meetings.models import Minutes, MinutesVersion
from members.models import AllianceProfile

MARK = "会议纪要"
ONE_LINE = 20  # characters of 二号 in 156 mm


@dataclass(frozen=True)
class PrintForm:
    """One way to print the minutes. `slug` stands in addresses, `kind` is the kind of document."""

    slug: str
    label: str
    kind: str


FORMS = {
    form.slug: form
    for form in (
        PrintForm("issue", "简报样式 PDF", "minutes_issue"),
        PrintForm("official", "公文样式 PDF", "minutes_official"),
        PrintForm("issue-word", "简报样式 Word", "minutes_issue_word"),
        PrintForm("official-word", "公文样式 Word", "minutes_official_word"),
    )
}


# ---------------------------------------------------------------- the snapshot
def build_minutes(*, pk: int) -> dict:
    """Everything that the printed minutes show, as JSON. Raises DoesNotExist."""
    minutes = Minutes.objects.select_related("meeting").get(pk=pk)
    version = latest_version(minutes) if minutes.state == MinutesState.SIGNED else None
    if version is not None:
        return version_snapshot(version)
    return _snapshot(minutes_content(minutes), f"{minutes.get_state_display()}稿", 0)


def version_snapshot(version: MinutesVersion) -> dict:
    return _snapshot(version.content, "", version.number)


def _snapshot(content: dict, draft: str, number: int) -> dict:
    alliance = AllianceProfile.objects.first()
    name = f"{content['title']}（{draft}）" if draft else content["title"]
    return {
        **content,
        "file_name": f"{name}.pdf",
        "title_lines": _lines(content["title"]),
        "draft": draft,
        "version": number,
        "alliance": alliance.name if alliance else "",
        "short_name": alliance.short_names.split("、")[0] or alliance.name if alliance else "",
        "participants_heading": LIST_HEADING,
        "issued_on": content["signed_on"] if number else day_words(timezone.localdate()),
    }


def _lines(title: str) -> list[str]:
    """A title too long for one line of 二号 breaks before the words 会议纪要, never inside them."""
    head = title.removesuffix(MARK)
    return [head, MARK] if len(title) > ONE_LINE and head and head != title else [title]


def text_of(content: dict) -> str:
    """The words of the minutes, a paragraph a line: for comparing two versions."""
    points = [f"{one['number']}．{one['text']}{one['vote']}" for one in content["points"]]
    lists = [
        f"{one['label']}：" + "；".join(unit + "、".join(names) for unit, names in one["units"])
        for one in content["lists"]
        if one["units"]
    ]
    return "\n".join([content["title"], *content["text"], *points, *lists])


def finished_documents(version: MinutesVersion) -> dict[str, RenderedDocument]:
    """Slug of the form → the file made of this version, as far as staff had it made."""
    snapshot = version_snapshot(version)
    try:
        digests = {content_digest(get_kind(form.kind), snapshot): form.slug for form in FORMS.values()}
    except FontMissing:
        return {}
    made = RenderedDocument.objects.filter(digest__in=digests, state=DocumentState.DONE).defer("snapshot")
    found = {digests[document.digest]: document for document in made}
    return {slug: found[slug] for slug in FORMS if slug in found}


# ---------------------------------------------------------------- kinds of documents
def finished(document: RenderedDocument) -> None:
    """Whoever asked for it is told once. Idempotent."""
    notify(
        recipients=[document.requested_by],
        key=f"document-{document.pk}-{document.sha256[:12]}",
        kind="document.ready",
        values={"文件": document.file_name, "说明": f"共 {document.pages} 页" if document.pages else ""},
        url=f"/documents/{document.pk}/",
    )


def _pdf(form: str) -> DocumentKind:
    return DocumentKind(
        name=f"minutes_{form}",
        build=build_minutes,
        template=f"meetings/print/minutes_{form}.html",
        stylesheets=(f"meetings/print/minutes_{form}.css",),
        on_finished=finished,
    )


def _word(form: str) -> DocumentKind:
    def make_file(snapshot: dict, progress) -> MadeFile:
        from meetings.minutes_word import make_docx

        progress(20, "写入 Word 文档")
        return MadeFile(make_docx(snapshot, official=form == "official"))

    return DocumentKind(
        name=f"minutes_{form}_word",
        build=build_minutes,
        make_file=make_file,
        extension=".docx",
        on_finished=finished,
        sources=("meetings.minutes_word",),
    )


KINDS = (_pdf("issue"), _pdf("official"), _word("issue"), _word("official"))
