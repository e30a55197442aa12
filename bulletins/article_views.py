"""News: the list by category, and an article."""

import re
from html import unescape

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.core.components import choices_for
from alliance.printing.engine.formulas import set_formulas
from bulletins.enums import ArticleCategory
from bulletins.models import Article
from bulletins.page_layout import blocks_of
from bulletins.sanitise import clean_body
from projects.rules import liaison_units

PER_PAGE = 20
TAG = re.compile(r"(<[^>]*>)")


@require_safe
def article_list(request):
    """Published articles, newest first; an unknown category shows all of them."""
    articles = Article.objects.published().real().in_reading_order()
    category = request.GET.get("category", "")
    if category in ArticleCategory.values:
        articles = articles.filter(category=category)
    page = Paginator(articles.defer("body"), PER_PAGE).get_page(request.GET.get("page"))
    writes = request.user.is_authenticated and (request.user.is_staff or bool(liaison_units(request.user)))
    context = {
        "page": page,
        "writes": writes,
        "categories": choices_for(request, "category", ArticleCategory.choices),
    }
    return render(request, "bulletins/article_list.html", context)


@require_safe
def article_detail(request, pk: int):
    """One published article; the neighbours are those of the list it stands in."""
    articles = Article.objects.visible_to(request.user)
    wanted = articles.select_related("meeting", "solicitation").with_pictures()
    related = ("events", "figures", "attachments__stored")
    article = get_object_or_404(wanted.prefetch_related(*related), pk=pk)
    context = {
        "article": article,
        "blocks": blocks_for_reading(article),
        "figures": article.figures.all(),
        "attachments": article.attachments.all(),
        "neighbours": neighbours_of(article, articles.real()),
    }
    return render(request, "bulletins/article_detail.html", context)


def blocks_for_reading(article: Article) -> list[dict]:
    """Text and pictures in reading order, as in print (`page_layout.blocks_of`); formulas are set."""
    pictures = [{"after": one.after, "place": one.place, "picture": one} for one in article.pictures.all()]
    parts = TAG.split(clean_body(article.body))
    text = "".join(part if n % 2 else set_formulas(unescape(part)) for n, part in enumerate(parts))
    return blocks_of(text, pictures)


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
