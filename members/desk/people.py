"""What people bring to the registries: the directory among the pages of the desk."""

from collections.abc import Iterator

from django.urls import reverse

from alliance.core.registry import Link, desk_links


def register() -> None:
    desk_links.register(links)


def links(user) -> Iterator[Link]:
    """For everybody; it asks the database nothing."""
    yield Link("人员名录", reverse("members:people"))
