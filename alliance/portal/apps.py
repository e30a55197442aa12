"""Floor 5: home page and desks."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "alliance.portal"
    verbose_name = "门户"
