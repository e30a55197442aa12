"""The draft of an article about an event: what is recorded of it, in sentences, with its photos. Registered in `apps.py`."""

import uuid
from collections.abc import Iterator

from django.urls import reverse

from bulletins.enums import ArticleCategory
from bulletins.models import Article
from bulletins.record_texts import event_body
from bulletins.services.articles import MOST_PICTURES, start_article
from meetings.models import Event

NAMESPACE = uuid.UUID("5a0c7a3e-2015-4b29-8f11-0000529e0009")  # of the form tokens


def draft_event_article(*, actor, event: Event) -> Article:
    """The secretariat's draft about the event. There already: that one, with whatever was written in it."""
    token = uuid.uuid5(NAMESPACE, f"event-{event.pk}")
    existing = Article.objects.filter(form_token=token).first()
    if existing is not None:
        return existing
    known = Event.objects.with_programme().get(pk=event.pk)
    photos = list(known.photos.all())[:MOST_PICTURES]
    content = {
        "category": ArticleCategory.EXCHANGE,
        "headline": known.name,
        "body": event_body(known),
        "happened_on": known.starts_on,
        "events": [known],
        "pictures": [{"stored": one.stored, "caption": one.caption} for one in photos],
    }
    return start_article(actor=actor, unit=None, token=token, content=content)


def drafted(actor, event: Event) -> Iterator[str]:
    """For `meetings.article_drafts`: where the draft is edited."""
    article = draft_event_article(actor=actor, event=event)
    yield reverse("admin:bulletins_article_change", args=[article.pk])
