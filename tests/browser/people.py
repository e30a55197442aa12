"""Logging in as people do."""

import re

from tests.factories import PASSWORD


def log_in(page, user) -> None:
    """Through the login page; ends on the desk, or in the admin for staff."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(user.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile("/(desk|admin)/$"))
