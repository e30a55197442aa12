"""The words of the permission table: roles, answers, a row."""

from dataclasses import dataclass

ROLES = ("anonymous", "own", "other", "expert", "council", "staff")

OK = 200
MOVED = 302  # an act done, or a page that sends elsewhere
LOGIN = "login"  # sent to the login page
FORBIDDEN = 403  # the page is for another role; nothing about any object is told
OVER = 410  # it was public and no longer is
GONE = 404  # for this person it does not exist
STALE = 400  # a form from no page of ours
WRONG = 405  # the address does not take this method
CALM = "calm"  # anything but an error of the server
UNASKED = "unasked"  # an empty form is no act of this role here; the tests of the page post real ones


@dataclass(frozen=True)
class Row:
    name: str
    method: str
    thing: str
    answers: tuple

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.method, self.thing)))


def r(name: str, method: str, thing: str, *answers) -> Row:
    assert len(answers) == len(ROLES), f"{name} {method}: {len(answers)} answers for {len(ROLES)} roles"
    return Row(name, method, thing, answers)
