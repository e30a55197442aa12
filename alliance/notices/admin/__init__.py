"""The admin of the notices. Importing the package registers it, as Django's autodiscovery does."""

from alliance.notices.admin import records, robots, templates

__all__ = ["records", "robots", "templates"]
