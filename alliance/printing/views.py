"""Status of a document for whoever asked for it: a page, a fragment for htmx, the file, the previews."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.core.files.serve import serve_file
from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument
from alliance.printing.registry import CONTENT_TYPES


def own_document(user, pk: int) -> RenderedDocument:
    """Staff see every document, others those they asked for; the rest does not exist."""
    documents = RenderedDocument.objects.defer("snapshot").select_related("requested_by")
    if not user.is_staff:
        documents = documents.filter(requested_by=user)
    return get_object_or_404(documents, pk=pk)


@login_required
@require_safe
def document(request, pk: int):
    return render(request, "printing/document.html", {"document": own_document(request.user, pk)})


@login_required
@require_safe
def progress(request, pk: int):
    """The fragment that polls itself until the document is finished."""
    return render(request, "printing/_progress.html", {"document": own_document(request.user, pk)})


@login_required
@require_safe
def document_file(request, pk: int):
    found = own_document(request.user, pk)
    if found.state != DocumentState.DONE:
        raise Http404
    return serve_document(request, found, found.file_name)


def serve_document(request, found: RenderedDocument, name: str):
    """The PDF inline (Word as a download), with the row's SHA-256 as ETag. The caller has checked who may read it."""
    content_type = CONTENT_TYPES[found.extension]
    return serve_file(request, file=found.file, name=name, content_type=content_type, etag=found.sha256)
