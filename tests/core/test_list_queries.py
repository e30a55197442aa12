"""Lists ask the database the same number of times, whatever they hold; a page that nobody counted fails."""

import pytest
from django.urls import reverse

from tests.browser.pages import pages
from tests.core.list_table import LISTS, is_no_list


def test_every_page_is_a_list_or_says_what_it_is():
    listed = {listing.name for listing in LISTS}
    names = {page.name for page in pages() if not page.name.startswith("admin:")}

    assert sorted(name for name in names if name not in listed and not is_no_list(name)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.name + listing.query)
def test_list_asks_the_same_number_of_times(client, django_assert_num_queries, listing, number):
    user = listing.rows(number)
    if user is not None:
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    address = reverse(listing.name) + listing.query
    client.get(address)  # content types and the like are asked once in a process

    with django_assert_num_queries(listing.queries):
        answer = client.get(address)

    assert answer.status_code == 200
