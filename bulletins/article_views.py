"""News: the list by category, and an article."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.core.components import choices_for
from bulletins.enums import ArticleCategory
from bulletins.models import Article
from bulletins.sanitise import clean_body

PER_PAGE = 20


@require_safe
def article_list(request):
    """Published articles, newest first; an unknown category shows all of them."""
    articles = Article.objects.published().real().in_reading_order()
    category = request.GET.get("category", "")
    if category in ArticleCategory.values:
        articles = articles.filter(category=category)
    page = Paginator(articles.defer("body"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "categories": choices_for(request, "category", ArticleCategory.choices)}
    return render(request, "bulletins/article_list.html", context)


@require_safe
def article_detail(request, pk: int):
    """One published article; the neighbours are those of the list it stands in."""
    articles = Article.objects.visible_to(request.user)
    wanted = articles.select_related("meeting", "solicitation").with_pictures()
    article = get_object_or_404(wanted.prefetch_related("events", "figures"), pk=pk)
    pictures = list(article.pictures.all())
    context = {
        "article": article,
        "body": clean_body(article.body),
        "opening_picture": pictures[:1],
        "pictures": pictures[1:],
        "figures": article.figures.all(),
        "neighbours": neighbours_of(article, articles.real()),
    }
    return render(request, "bulletins/article_detail.html", context)


def neighbours_of(article: Article, articles) -> dict:
    """The articles before and after this one in reading order. The whole list is a few hundred rows of two columns."""
    listed = list(articles.in_reading_order().only("pk", "headline"))
    places = [one.pk for one in listed]
    if article.pk not in places:
        return {}
    place = places.index(article.pk)
    return {
        "newer": listed[place - 1] if place else None,
        "older": listed[place + 1] if place + 1 < len(listed) else None,
    }
