"""The files of an issue: which of them a reader gets, and the permanent address of each by its SHA-256."""

from dataclasses import dataclass

from alliance.core.files.serve import serve_file
from alliance.printing import registry
from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument
from bulletins.enums import BulletinState, RenditionVariant
from bulletins.models import Bulletin
from bulletins.services.downloads import count_download
from bulletins.services.renditions import kind_of

FOR_STAFF = (RenditionVariant.PRINT,)
PROBE = 2  # bytes: Safari asks for the first two to see whether ranges work, then for the file
HINTS = {
    RenditionVariant.PDF: "屏幕阅读和一般打印",
    RenditionVariant.SMALL: "文件较小，便于在微信中转发",
    RenditionVariant.ARCHIVE: "PDF/A 格式，供长期保存",
    RenditionVariant.DOCX: "可以摘录和修改",
    RenditionVariant.PRINT: "带出血和裁切线，送印刷厂；只有秘书处可见",
}


@dataclass(frozen=True)
class IssueFile:
    """A finished file of an issue."""

    bulletin: Bulletin
    variant: RenditionVariant
    document: RenderedDocument

    @property
    def label(self) -> str:
        return self.variant.label

    @property
    def hint(self) -> str:
        return HINTS[self.variant]

    @property
    def file_format(self) -> str:
        """As people call it."""
        return "Word" if self.variant == RenditionVariant.DOCX else "PDF"

    @property
    def name(self) -> str:
        return self.document.file_name


def files_of(bulletin: Bulletin, user) -> list[IssueFile]:
    """The finished files that this visitor may have, from the prefetched renditions."""
    found = ((variant, bulletin.rendition(variant)) for variant in RenditionVariant)
    return [
        IssueFile(bulletin, variant, rendition.document)
        for variant, rendition in found
        if rendition and is_finished(rendition.document) and may_have(user, variant)
    ]


def is_finished(document: RenderedDocument | None) -> bool:
    return document is not None and document.state == DocumentState.DONE


def may_have(user, variant: str) -> bool:
    return user.is_staff or variant not in FOR_STAFF


def find_by_hash(sha256: str) -> IssueFile | None:
    """The file of an issued or withdrawn edition with this checksum; it need not be the newest one.

    A file belongs to the edition whose frozen snapshot it was made of: so what was printed while an issue was edited
    has no address, and a file keeps its own when the edition is printed anew or corrected.
    """
    kinds = {kind_of(variant): variant for variant in RenditionVariant}
    documents = RenderedDocument.objects.filter(sha256=sha256, kind__in=kinds, state=DocumentState.DONE)
    for document in documents.order_by("pk"):
        said = document.snapshot
        editions = Bulletin.objects.filter(
            year=said.get("year"),
            number=said.get("number", 0),
            edition=said.get("edition", 1),
            state__in=(BulletinState.ISSUED, BulletinState.WITHDRAWN),
        )
        bulletin = editions.first()
        if bulletin is not None and bulletin.frozen == said:
            return IssueFile(bulletin, RenditionVariant(kinds[document.kind]), document)
    return None


def serve_issue_file(request, file: IssueFile):
    """Answer with the file under its Chinese name, and count it if this is a download."""
    document = file.document
    content_type = registry.get_kind(document.kind).content_type
    response = serve_file(
        request,
        file=document.file,
        name=file.name,
        content_type=content_type,
        etag=document.sha256,
        inline=content_type == "application/pdf",
    )
    if is_download(request, response) and not request.user.is_staff:
        count_download(bulletin=file.bulletin, variant=file.variant)
    return response


def is_download(request, response) -> bool:
    """A whole file, or its first part; not a HEAD, not what the browser has already, not how a download goes on."""
    if request.method != "GET" or response.status_code not in (200, 206):
        return False
    if response.status_code == 200:
        return True
    begins = response["Content-Range"].startswith("bytes 0-")
    return begins and int(response["Content-Length"]) > PROBE
