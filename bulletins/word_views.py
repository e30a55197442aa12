"""Word in and out of articles at the desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from alliance.core.files.names import content_disposition
from alliance.core.forms import open_form
from alliance.printing.engine.errors import PrintError
from alliance.printing.registry import CONTENT_TYPES
from bulletins.article_desk_views import own_articles, writers_units
from bulletins.documents import article_snapshot
from bulletins.models import Article
from bulletins.services.word_in import import_article
from bulletins.word_forms import WordImportForm
from bulletins.word_in.imports import import_of
from bulletins.word_out.document import make_article_docx


@login_required
def article_word(request):
    """`/desk/articles/import/`: choose a Word document; the draft opens with the list of what stayed behind."""
    units = writers_units(request.user)
    form = open_form(request, WordImportForm, key="article-word", units=units)
    if request.method == "POST" and form.is_valid():
        article = form.call(
            import_article,
            actor=request.user,
            unit=form.unit,
            token=form.cleaned_data["form_token"],
            category=form.cleaned_data["category"],
            document=form.cleaned_data["document"],
        )
        if article is not None:
            return redirect("bulletins:article-word-result", pk=article.pk)
    return render(request, "bulletins/article_word.html", {"form": form, "units": units})


@login_required
@require_safe
def article_word_result(request, pk: int):
    """`/desk/articles/<pk>/import/`: what came along and what did not; it can be looked at again later."""
    article = _readable(request.user, pk)
    imported = import_of(article)
    if imported is None:
        raise Http404
    pictures = list(article.pictures.all())
    context = {
        "article": article,
        "imported": imported,
        "files": [imported.document] if imported.document else [],
        "pictures": len(pictures),
        "silent": sum(not (picture.caption or picture.alt) for picture in pictures),
        "editable": article.editable_by_its_unit and own_articles(request.user).filter(pk=pk).exists(),
    }
    return render(request, "bulletins/article_word_result.html", context)


@login_required
@require_safe
def article_docx(request, pk: int):
    """`/desk/articles/<pk>/word/`: the article as a Word document, for its unit and the secretariat."""
    article = _readable(request.user, pk)
    try:
        content = make_article_docx(article_snapshot(article))
    except PrintError as error:
        messages.error(request, error.message)
        return redirect("bulletins:article-preview", pk=pk)
    response = HttpResponse(content, content_type=CONTENT_TYPES[".docx"])
    response["Content-Disposition"] = content_disposition(f"{article.headline[:60]}.docx", inline=False)
    return response


def _readable(user, pk: int) -> Article:
    """An article of one's unit, and for the secretariat every one; another unit's does not exist."""
    articles = Article.objects.all() if user.is_staff else own_articles(user)
    return get_object_or_404(articles.select_related("unit").with_pictures(), pk=pk)
