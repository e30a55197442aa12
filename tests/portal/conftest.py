"""The demo year as a fixture."""

import pytest
from django.db import transaction

from alliance.portal.demo.year import load_year


@pytest.fixture(scope="module")
def demo_year(django_db_setup, django_db_blocker):
    """The demo year, loaded once for the module that asks and rolled back behind it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_year()
        transaction.set_rollback(True)
