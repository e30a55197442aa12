"""Files, and the answers to errors."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from alliance.core.files.serve import serve_stored
from alliance.core.files.thumbnails import serve_thumbnail
from alliance.core.models import StoredFile


@require_safe
def stored_file(request, pk: int):
    """`/files/<pk>/`: the file, if this visitor may read it; otherwise 404, never 403."""
    return serve_stored(request, get_object_or_404(StoredFile, pk=pk))


@require_safe
def thumbnail(request, pk: int, width: int):
    """`/files/<pk>/<width>/`: a smaller copy of a picture, for whoever may read the picture."""
    return serve_thumbnail(request, get_object_or_404(StoredFile, pk=pk), width)
