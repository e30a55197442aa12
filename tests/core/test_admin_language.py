"""No English is left on any page of the admin, and no page breaks, for a superuser and for a limited group."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from alliance.core.models import User
from tests import factories as make
from tests.core.admin_world import LATIN, build, words

pytestmark = pytest.mark.django_db

# Latin letters that may stand on a page: text → reason.
ALLOWED = {
    "p、h2、h3、ul、ol、li、table、strong、em、sub、sup、blockquote": "the tags that an article may use",
    "生成 PDF": "name of a file format",
    "打开 PDF": "name of a file format",
    "尚未生成过 PDF": "name of a file format",
    "2015年工作简报.pdf": "name of a file",
    "项目建议（盖章）.pdf": "name of a file",
    "PDF 文件": "name of a file format",
    "Word 文件": "name of a file format",
    "Excel 文件": "name of a file format",
    "Excel 名单": "name of a file format",
    "文件不超过 5 MB，格式为 .xlsx 或 .csv；旧版 Excel 表格请先另存为 .xlsx": "sizes and names of file formats",
    "图片.png": "name of a file",
    "文件.pdf": "name of a file",
    "名单.xlsx": "name of a file",
    "Sheet": "name of a sheet, as Excel gives it",
    "如 ZL201310699744.2": "form of a Chinese patent number",
    "按住 Control 键或 Mac 上的 Command 键": "names of keys and of a computer",
    "作姓填 shan": "pinyin of a surname",
    "Ctrl + K": "names of keys",
    "Test Alliance": "the alliance's English name, data",
}
DATA = (
    re.compile(r"[\w.]+@example\.com"),  # addresses of accounts
    re.compile(r"\b[0-9a-f]{64}\b"),  # check sums
    re.compile(r"\bwang \d+|\bdi \d+ yan jiu suo"),  # pinyin of names
    re.compile(r"[\d.]+\xa0(KB|MB)"),  # units of size
    re.compile(r"(PDF|图片|Word|Excel)（[^）]*不超过\s\d+\sMB）"),  # what may be uploaded
    re.compile(r"\b\d{9}[0-9A-Z]{9}\b"),  # a unified social credit code
    re.compile(r"https?://\S+"),  # short links, made to be copied
    re.compile(r"</?p>"),  # the text of an article
    re.compile(r"20\d{2}[12389]\d{7}\.X"),  # check character of a patent number
)


def english_in(html: str) -> list[str]:
    """The texts of a page that hold Latin letters beyond what is allowed."""
    left = []
    for text in words(html):
        for pattern in DATA:
            text = pattern.sub("", text)
        for allowed in ALLOWED:
            text = text.replace(allowed, "")
        if LATIN.search(text):
            left.append(text[:120])
    return left


def addresses(world: dict) -> list[str]:
    """Every page of every model: list, filtered list, search, add, change, history, version, deletion."""
    found = [reverse("admin:index"), reverse("admin:password_change")]
    for model, row in world.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        listed = reverse(f"admin:{name}_changelist")
        found += [
            listed,
            f"{listed}?q=无",
            f"{listed}?_facets=True",
            reverse("admin:app_list", args=[model._meta.app_label]),
        ]
        found += [reverse(f"admin:{name}_{page}", args=[row.pk]) for page in ("change", "history", "delete")]
        found.append(reverse(f"admin:{name}_add"))
        if model is User:
            found.append(reverse("admin:auth_user_password_change", args=[row.pk]))
        if hasattr(row, "history"):
            found.append(reverse(f"admin:{name}_simple_history", args=[row.pk, row.history.first().pk]))
        if hasattr(row, "state") and hasattr(admin.site._registry[model], "moves_for"):
            found.append(reverse(f"admin:{name}_move", args=[row.pk, "none"]))
    return list(dict.fromkeys(found))


def crawl(client, pages: list[str]) -> tuple[dict, dict]:
    """`page → status` and `page → English texts` (of the page that it ends at)."""
    statuses, english = {}, {}
    for page in pages:
        answer = client.get(page, follow=True)
        statuses[page] = answer.status_code
        if left := english_in(answer.content.decode()):
            english[page] = left
    return statuses, english


def test_every_page_is_chinese_for_a_superuser(client):
    user = make.staff(display_name="秘书甲", password=make.PASSWORD)
    client.force_login(user)
    pages = addresses(build(user))
    statuses, english = crawl(client, pages)
    assert {page: status for page, status in statuses.items() if status not in (200, 403)} == {}
    assert english == {}
    forbidden = {page for page, status in statuses.items() if status == 403}
    assert all(page.endswith(("/add/", "/delete/")) for page in forbidden), forbidden


def test_every_page_is_chinese_for_a_limited_group(client):
    actor = make.staff(display_name="秘书甲")
    world = build(actor)
    editor = make.UserFactory(is_staff=True, display_name="编辑乙", password=make.PASSWORD)
    group = Group.objects.get(name="编辑")
    group.permissions.set(
        Permission.objects.filter(
            content_type__app_label="bulletins", codename__in=("view_article", "change_article")
        )
    )
    editor.groups.add(group)
    client.force_login(editor)
    statuses, english = crawl(client, addresses(world))
    assert english == {}
    articles = reverse("admin:bulletins_article_changelist")
    open_pages = {page for page, status in statuses.items() if status == 200}
    row = next(row for model, row in world.items() if model.__name__ == "Article")
    assert {page for page in open_pages if "/history/" not in page and "?" not in page} == {
        reverse("admin:index"),
        reverse("admin:password_change"),
        reverse("admin:app_list", args=["bulletins"]),
        articles,
        f"{articles}{row.pk}/change/",
        f"{articles}{row.pk}/move/none/",
    }
    assert set(statuses.values()) == {200, 403, 404}


def test_refusals_and_forms_with_errors_are_chinese(client):
    user = make.staff(display_name="秘书甲")
    client.force_login(user)
    build(user)
    empty = {}
    for model, model_admin in admin.site._registry.items():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        page = client.get(address)
        if page.status_code == 200:
            managed = {
                f"{formset.formset.prefix}-{field}": 0
                for formset in page.context.get("inline_admin_formsets", [])
                for field in ("TOTAL_FORMS", "INITIAL_FORMS")
            }
            answer = client.post(address, managed)
            empty[model_admin.opts.label] = (answer.status_code, english_in(answer.content.decode()))
    # An issue is opened by acts of its own, not by a form that is sent to its page.
    assert empty.pop("bulletins.Bulletin")[0] == 405
    assert {label: answer for label, answer in empty.items() if answer != (200, [])} == {}
    assert len(empty) > 20


def test_login_page_is_chinese(client):
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert [text for text in english_in(answer.content.decode()) if "Alliance" not in text] == []


def test_own_password_is_changed_on_the_portals_page(client):
    client.force_login(make.staff(display_name="秘书甲", password=make.PASSWORD))
    answer = client.get(reverse("admin:password_change"), follow=True)
    assert answer.redirect_chain == [(reverse("account_change_password"), 302)]
    assert answer.status_code == 200
