"""`manage.py load_demo`: idempotent, never over staff's edits, refused outside the demo."""

from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from alliance.core.models import StoredFile, User
from alliance.portal.demo import pictures
from alliance.portal.demo.accounts import DEMO_PASSWORD, accounts
from alliance.portal.demo.year import load_year
from bulletins.enums import BulletinState
from bulletins.models import Article, Bulletin, BulletinEntry
from meetings.models import Talk
from members.enums import Body
from members.models import Person, Unit
from members.rules import is_council_member, is_expert, is_liaison
from projects.models import Nomination, Patent, Proposal, Solicitation
from projects.patent_numbers import normalise


@pytest.fixture
def undone(demo_year):
    """What the test changes is undone behind it."""
    with transaction.atomic():
        yield demo_year
        transaction.set_rollback(True)


def row_counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


# ---------------------------------------------------------------- loading again
def test_load_again_adds_no_row_to_any_table(undone):
    before = row_counts()
    load_year()
    assert row_counts() == before
    assert before["members.Unit"] == 28  # 23 real ones; 示例: three, one that left, one that was merged


def test_load_again_keeps_what_staff_edited_or_renamed(undone):
    article = Article.objects.get(headline="第三届钒产业先进技术交流会在西昌举行")
    unit = Unit.objects.get(name="上海大学")
    article.headline, unit.name, unit.profile = "改过的标题", "上海大学（更名）", "秘书处填写的简介"
    article.save()
    unit.save()
    before = row_counts()
    load_year()
    article.refresh_from_db(fields=["headline"])
    unit.refresh_from_db()
    assert (article.headline, unit.name, unit.profile) == (
        "改过的标题",
        "上海大学（更名）",
        "秘书处填写的简介",
    )
    assert row_counts() == before


def test_load_again_does_not_bring_back_a_removed_part(undone):
    talk = Talk.objects.get(title="VO₂智能窗")
    talk.delete()
    load_year()
    assert not Talk.objects.filter(title="VO₂智能窗").exists()


def test_load_again_leaves_a_recalled_bulletin_alone(undone):
    Bulletin.objects.filter(year=2015).update(state=BulletinState.EDITING, greeting="改过的贺词")
    load_year()
    bulletin = Bulletin.objects.get(year=2015)
    assert (bulletin.state, bulletin.greeting) == (BulletinState.EDITING, "改过的贺词")


def test_load_again_puts_off_a_deadline_that_has_passed(undone):
    now = timezone.now()
    running = Solicitation.objects.get(is_example=True)
    Solicitation.objects.filter(pk=running.pk).update(
        opens_at=now - timedelta(days=9), deadline=now - timedelta(days=1)
    )
    load_year()
    running = Solicitation.objects.get(pk=running.pk)
    assert running.is_open()
    assert 59 <= (running.deadline - now).days <= 61


# ---------------------------------------------------------------- refusal
def test_load_is_refused_outside_the_demo(db, settings):
    settings.ALLIANCE_DEMO = False
    with pytest.raises(
        CommandError, match=r"这里不是演示环境，拒绝载入示例数据和演示账号。.*ALLIANCE_DEMO=1"
    ):
        call_command("load_demo")
    with pytest.raises(CommandError, match="这里不是演示环境"):
        call_command("demo_accounts")
    assert not Unit.objects.exists()
    assert not User.objects.exists()


def test_load_without_the_font_names_the_package_and_writes_nothing(db, monkeypatch, tmp_path):
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    pictures.font.cache_clear()
    with pytest.raises(CommandError, match="缺少字体“Noto Sans CJK SC”，请安装 Debian 软件包 fonts-noto-cjk"):
        call_command("load_demo")
    assert not Unit.objects.exists()


# ---------------------------------------------------------------- the 示例 part
def test_examples_are_all_marked_by_flag_and_name(demo_year):
    for model, field in ((Unit, "name"), (Person, "name"), (Solicitation, "name"), (Patent, "title")):
        marked = set(model.objects.filter(is_example=True).values_list(field, flat=True))
        named = set(model.objects.filter(**{f"{field}__startswith": "示例"}).values_list(field, flat=True))
        assert marked == named
        assert marked
    assert set(Proposal.objects.values_list("unit__is_example", "is_example")) == {(True, True)}
    assert set(Nomination.objects.values_list("unit__is_example", "is_example")) == {(True, True)}


def test_examples_take_no_place_among_the_real_ones(demo_year):
    assert Unit.objects.real().count() == 23
    assert not BulletinEntry.objects.filter(article__is_example=True).exists()
    assert not Article.objects.filter(is_example=True).exists()


@pytest.mark.parametrize(
    ("email", "liaison", "expert", "council"),
    [
        ("liaison@demo.invalid", True, False, False),
        ("liaison2@demo.invalid", True, False, False),
        ("expert@demo.invalid", False, True, False),
        ("expert2@demo.invalid", False, True, False),
        ("expert3@demo.invalid", False, True, False),
        ("council@demo.invalid", False, False, True),
        ("secretary@demo.invalid", False, False, False),
    ],
)
def test_account_has_its_role(demo_year, email, liaison, expert, council):
    user = User.objects.get(email=email)
    assert (is_liaison(user), is_expert(user), is_council_member(user)) == (liaison, expert, council)
    assert user.check_password(DEMO_PASSWORD)


def test_secretary_works_in_the_admin_without_ruling_accounts(demo_year):
    secretary = User.objects.get(email="secretary@demo.invalid")
    assert (secretary.is_staff, secretary.is_superuser) == (True, False)
    assert [group.name for group in secretary.groups.all()] == ["秘书处"]
    assert secretary.has_perms(
        ["members.change_unit", "meetings.add_meeting", "projects.view_proposal", "bulletins.change_article"]
    )
    assert secretary.has_perm("core.view_auditentry")
    assert not secretary.has_perm("core.change_user")


def test_accounts_are_listed_with_their_password(demo_year):
    output = StringIO()
    call_command("demo_accounts", stdout=output)
    for row in accounts():
        assert row["email"] in output.getvalue()
    assert output.getvalue().endswith(f"密码都是 {DEMO_PASSWORD}\n")


def test_running_call_proposals_and_nominations_wait_for_their_users(demo_year):
    running = Solicitation.objects.get(is_example=True)
    assert running.is_open()
    proposals = Proposal.objects.order_by("pk").values_list("unit__name", "state")
    assert list(proposals) == [("示例大学", "submitted"), ("示例大学", "draft")]
    nominations = Nomination.objects.order_by("pk").values_list("unit__name", "state")
    assert list(nominations) == [("示例大学", "under_review"), ("示例企业", "submitted")]
    assert [normalise(patent.number) for patent in Patent.objects.all()] == [
        "ZL201519999901.8",
        "ZL201519999902.2",
        "ZL201519999903.7",
        "ZL201529999901.3",
    ]


def test_expert_of_the_nominating_unit_is_offered_nothing(demo_year):
    offered = {}
    for email in ("expert@demo.invalid", "expert2@demo.invalid", "expert3@demo.invalid"):
        person = Person.objects.get(email=email)
        units = person.occupancies.filter(seat__body=Body.EXPERT_COMMITTEE).values_list(
            "seat__unit_id", flat=True
        )
        offered[person.name] = Nomination.objects.open_to_expert(person, set(units)).count()
    assert offered == {"示例专家甲": 1, "示例专家乙": 0, "示例专家丙": 1}


# ---------------------------------------------------------------- pictures
def test_pictures_are_small_drawn_alike_and_on_disk(demo_year):
    details = {"text": "第三届钒产业先进技术交流会"}
    assert pictures.draw("group", "代表合影", **details) == pictures.draw("group", "代表合影", **details)
    stored = list(StoredFile.objects.filter(article_pictures__isnull=False).distinct())
    assert len(stored) == 8
    for file in stored:
        assert (file.width, file.height) == (1800, 1200)
        assert file.size < 150_000
        assert default_storage.size(file.file.name) == file.size
