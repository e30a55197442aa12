"""What people and their groups are told when an issue is out; a corrected edition is told of in its own words."""

import pytest
from django.urls import reverse

from alliance.notices.models import Notice, ShortLink
from bulletins.issue_notices import TITLES_TOLD, words_about
from bulletins.services.issuing import issue_bulletin
from tests import factories as make
from tests.bulletins import issues

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client):
    user = make.staff()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return user


def group_page(client, bulletin):
    return client.get(reverse("notices:group_text", args=["bulletins", "bulletin", bulletin.pk]))


def test_group_gets_text_link_and_code(client, secretary):
    bulletin = issues.issued()

    page = group_page(client, bulletin)

    link = ShortLink.objects.get()
    assert link.target == "/bulletins/2015/"
    assert page.context["text"] == (
        f"【钒钛联盟】2015年工作简报已印发，手机上可直接翻阅，不用下载。\n{link.address}"
    )
    assert page.context["warning"] == ""
    assert "<svg" in page.context["qr"]


def test_group_is_told_that_an_edition_is_a_corrected_one(client, secretary):
    bulletin = issues.corrected(issues.issued(), note="第3页人数更正为26人。\n第5页单位名称更正。")

    text = group_page(client, bulletin).context["text"]

    assert text.startswith("【钒钛联盟】2015年工作简报（更正版）已印发，请以此版为准。\n")
    assert "更正内容：第3页人数更正为26人。\n第5页单位名称更正。\nhttp" in text


def test_group_is_told_the_number_of_a_periodic_issue(client, secretary):
    frozen = issues.snapshot(title="联盟简报", number=3, design="sheet")
    bulletin = issues.issued(frozen, period="monthly")

    text = group_page(client, bulletin).context["text"]

    assert text.startswith("【钒钛联盟】联盟简报 2015年第3期已印发")
    assert ShortLink.objects.get().target == "/bulletins/2015/3/"


def test_staff_are_warned_of_an_issue_that_nobody_can_open(client, secretary):
    withdrawn = issues.issued(state="withdrawn")

    assert "已撤下" in group_page(client, withdrawn).context["warning"]


def test_everybody_with_a_login_is_told_once(django_capture_on_commit_callbacks):
    user = make.UserFactory()
    entry = make.BulletinEntryFactory(section__bulletin__state="approved", toc_title="山东会议")

    bulletin = issue_bulletin(actor=None, bulletin=entry.section.bulletin)

    (notice,) = Notice.objects.filter(recipient=user)
    assert notice.title == f"{bulletin.title}已印发"
    assert "· 山东会议" in notice.body
    assert notice.url == bulletin.get_absolute_url()


def test_long_contents_are_cut_and_counted():
    many = [issues.entry(number) for number in range(1, TITLES_TOLD + 4)]
    bulletin = issues.issued(issues.snapshot(issues.section(*many)))

    lines = words_about(bulletin)["目录"].splitlines()

    assert len(lines) == TITLES_TOLD + 2
    assert lines[-1] == f"……共 {TITLES_TOLD + 3} 篇"
