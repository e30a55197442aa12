"""The shared cache is away: log-in says so instead of a 500, pages that do not need it go on."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def cache_away(own_redis, use_broker):
    server = own_redis()
    use_broker(server.url)
    server.stop()


def test_login_without_the_shared_cache_is_a_503_in_chinese(client, cache_away):
    answer = client.post(
        "/accounts/login/", {"login": "nobody@example.invalid", "password": "wrong-password"}
    )
    assert answer.status_code == 503
    assert "暂时无法办理" in answer.content.decode()


def test_home_page_does_not_need_the_shared_cache(client, cache_away):
    assert client.get("/").status_code == 200
