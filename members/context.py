"""Template context: the alliance's names and contacts, on every page."""

from django.utils.functional import SimpleLazyObject

from members.models import AllianceProfile


def alliance(request) -> dict:
    """`alliance` is fetched only where a template uses it."""
    return {
        "alliance": SimpleLazyObject(
            lambda: AllianceProfile.objects.first() or AllianceProfile(name="产业技术创新战略联盟")
        )
    }
