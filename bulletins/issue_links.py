"""Names and addresses of an issue's pages: the same URL names for the yearly issue and, with `periodic_` before them, the others."""

from django.urls import reverse

from bulletins.enums import RenditionVariant
from bulletins.models import Bulletin


def full_name(bulletin: Bulletin) -> str:
    """As it is told of away from its page: a periodic issue with its number, unless the title says it."""
    count = f"第{bulletin.number}期"
    if bulletin.is_yearly or count in bulletin.title:
        return str(bulletin)
    return f"{bulletin} {bulletin.year}年{count}"


def issue_path(bulletin: Bulletin, name: str, **more) -> str:
    """`name`: pdf, variant, page or edition, with the further arguments of that URL."""
    if bulletin.is_yearly:
        return reverse(f"bulletins:{name}", kwargs={"year": bulletin.year, **more})
    of_issue = {"year": bulletin.year, "number": bulletin.number}
    return reverse(f"bulletins:periodic_{name}", kwargs={**of_issue, **more})


def file_path(bulletin: Bulletin, variant: str) -> str:
    if variant == RenditionVariant.PDF:
        return issue_path(bulletin, "pdf")
    return issue_path(bulletin, "variant", variant=variant)


def edition_path(bulletin: Bulletin) -> str:
    return issue_path(bulletin, "edition", edition=bulletin.edition)
