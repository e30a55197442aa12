"""The answers to errors are Chinese pages, also where nothing else works."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.template.loader import get_template
from django.test import Client
from django.urls import path

from alliance.urls import urlpatterns as real_patterns


def fail(request):
    raise RuntimeError("a fault of a view")


def refuse(request):
    raise PermissionDenied


def distrust(request):
    raise SuspiciousOperation


urlpatterns = [path("fail/", fail), path("refuse/", refuse), path("distrust/", distrust), *real_patterns]


@pytest.mark.django_db
@pytest.mark.urls("tests.portal.test_pages_errors")
@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/fail/", 500, "系统出错"),
        ("/refuse/", 403, "没有权限"),
        ("/distrust/", 400, "请求无效"),
        ("/nowhere/", 404, "没有找到页面"),
    ],
)
def test_errors_answer_in_chinese(address, status, sentence):
    response = Client(raise_request_exception=False).get(address)

    assert response.status_code == status
    assert sentence in response.content.decode()
    assert "fault of a view" not in response.content.decode()


@pytest.mark.django_db
def test_form_without_its_token_answers_in_chinese():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.com"})

    assert response.status_code == 403
    assert "页面已过期" in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html"])
def test_plain_errors_need_neither_context_nor_static_files(name):
    page = get_template(name).render()

    assert page.strip().startswith("<!DOCTYPE html>")
    assert settings.STATIC_URL not in page
