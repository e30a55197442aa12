"""A row of the table of pages, and the roles in which pages are opened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

# Role → the demo's login; None is a visitor.
LOGINS = {
    "visitor": None,
    "liaison": "liaison@demo.invalid",
    "liaison2": "liaison2@demo.invalid",
    "expert": "expert@demo.invalid",
    "council": "council@demo.invalid",
    "staff": "secretary@demo.invalid",
    "administrator": "administrator@demo.invalid",  # who may do everything; made by the test
}


@dataclass(frozen=True)
class Page:
    """`of` yields the URL's arguments: by name in a dict, or in a tuple where the URL names none.

    `query` is appended, with its question mark. `alike`: drawn by one template for every model, and looked at
    closely for a few of them. Of the rest a desk shows that they open, in Chinese and in width: axe, a phone and
    the dark would say of the same page what they said before.
    """

    name: str
    role: str
    of: Callable[[], Iterable[dict | tuple]] = lambda: [{}]
    query: str = ""
    alike: bool = False

    def paths(self) -> list[str]:
        return [self._address(given) + self.query for given in self.of()]

    def _address(self, given: dict | tuple) -> str:
        if isinstance(given, tuple):
            return reverse(self.name, args=given)
        return reverse(self.name, kwargs=given or None)


def each(queryset) -> Callable[[], Iterable[dict]]:
    """Every object of the queryset, which is asked anew when the page is opened."""
    return lambda: [{"pk": pk} for pk in queryset.all().order_by("pk").values_list("pk", flat=True)]


def first(queryset) -> Callable[[], Iterable[dict]]:
    return lambda: each(queryset)()[:1]
