"""`manage.py demo_accounts`: the demo's logins as a table."""

import unicodedata

from django.core.management.base import BaseCommand, CommandError

from alliance.core.errors import DomainError
from alliance.portal.demo.accounts import DEMO_PASSWORD, accounts, require_demo

HEADINGS = ("身份", "姓名", "邮箱", "可以做什么")


class Command(BaseCommand):
    help = "列出演示账号和密码。"

    def handle(self, *args, **options):
        try:
            require_demo()
        except DomainError as error:
            raise CommandError(error.message) from error
        rows = [HEADINGS, *((row["role"], row["name"], row["email"], row["does"]) for row in accounts())]
        widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
        for row in rows:
            self.stdout.write("  ".join(map(padded, row, widths)).rstrip())
        self.stdout.write(f"密码都是 {DEMO_PASSWORD}")


def width(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))
