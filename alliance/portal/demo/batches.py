"""The third Panxi batch as reported, and the activity rating for 2014."""

from alliance.core.transitions import run_transition
from alliance.portal.demo.records import Book, add, keep, read
from bulletins.models import ActivityRating, ActivityRatingBand
from projects.models import Solicitation, SolicitationTally


def load(book: Book) -> None:
    load_solicitation(book)
    load_rating(book)


def load_solicitation(book: Book) -> None:
    row = read("projects")["solicitation"]
    tallies = row.pop("tallies")
    solicitation, created = keep(Solicitation, {"name": row.pop("name")}, row)
    book.solicitations["panxi"] = solicitation
    if not created:
        return
    for order, tally in enumerate(tallies):
        unit = book.units[tally["unit"]]
        add(SolicitationTally, solicitation=solicitation, unit=unit, count=tally["count"], order=order)
    book.solicitations["panxi"] = run_transition(
        actor=None, obj=solicitation, name="file_past", reason="据印发的2015年工作简报登记"
    )


def load_rating(book: Book) -> None:
    data = read("rating")
    row = data["rating"]
    publisher = book.organisations[row.pop("publisher")]
    rating, created = keep(ActivityRating, {"year": row.pop("year")}, {**row, "publisher": publisher})
    for order, band in enumerate(data["bands"] if created else []):
        add(ActivityRatingBand, rating=rating, order=order, **band)
