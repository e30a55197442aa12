"""Template context of every page."""

from django.conf import settings


def site(request) -> dict:
    return {"is_demo": settings.ALLIANCE_DEMO, "site_url": settings.SITE_URL}
