"""The kinds of documents that an issue is printed as: the same snapshot and pages, for five purposes."""

from functools import partial

from django.template.defaultfilters import filesizeformat

from alliance.notices.services import notify
from alliance.printing.engine.options import ARCHIVE, PrintOptions
from alliance.printing.models import RenderedDocument
from alliance.printing.registry import DocumentKind, MadeFile
from bulletins.documents import build_bulletin
from bulletins.enums import RenditionVariant
from bulletins.services.renditions import kind_of, take_over

MB = 1_000_000
SMALL = 3 * MB  # what WeChat groups open without a wait


def finished(document: RenderedDocument) -> None:
    """The bulletin shows it, and whoever asked for it is told once. Idempotent."""
    take_over(document)
    pages = [f"共 {document.pages} 页"] if document.pages else []
    notify(
        recipients=[document.requested_by],
        key=f"document-{document.pk}-{document.sha256[:12]}",
        kind="document.ready",
        values={"文件": document.file_name, "说明": "，".join([*pages, filesizeformat(document.size)])},
        url=f"/documents/{document.pk}/",
    )


def stylesheets(snapshot: dict) -> tuple[str, ...]:
    """What all designs share, then the issue's own design."""
    return ("bulletins/print/common.css", f"bulletins/print/{snapshot['design']}.css")


def make_word(snapshot: dict, progress) -> MadeFile:
    from bulletins.word_out.document import make_docx

    progress(20, "写入 Word 文档")
    return MadeFile(make_docx(snapshot))


Pages = partial(
    DocumentKind,
    build=build_bulletin,
    template="bulletins/print/issue.html",
    includes=("bulletins/print/",),
    stylesheets=stylesheets,
    on_finished=finished,
    sources=("bulletins.templatetags.print_pages", "bulletins.charts", "bulletins.headlines"),
)

BULLETIN = Pages(name=kind_of(RenditionVariant.PDF))
KINDS = (
    BULLETIN,
    Pages(
        name=kind_of(RenditionVariant.ARCHIVE),
        options=PrintOptions(variant=ARCHIVE),
        note=f"（{RenditionVariant.ARCHIVE.label}）",
    ),
    Pages(
        name=kind_of(RenditionVariant.PRINT),
        options=PrintOptions(marks=True),
        note=f"（{RenditionVariant.PRINT.label}）",
    ),
    Pages(
        name=kind_of(RenditionVariant.SMALL),
        options=PrintOptions(picture_dpi=150, jpeg_quality=80, max_bytes=SMALL),
        note=f"（{RenditionVariant.SMALL.label}）",
    ),
    DocumentKind(
        name=kind_of(RenditionVariant.DOCX),
        build=build_bulletin,
        make_file=make_word,
        extension=".docx",
        on_finished=finished,
        sources=("bulletins.word_out",),
    ),
)
