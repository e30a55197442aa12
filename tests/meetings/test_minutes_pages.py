"""The workbench, the reading page, what units are asked, tasks and figures, as pages."""

import io

import openpyxl
import pytest
from django.urls import reverse

from alliance.printing.models import RenderedDocument
from meetings.minutes_consulting import comment_path
from meetings.models import ActionItem, Minutes
from tests import factories as make
from tests.meetings.make_minutes import action_of, consulting, drafted, held, in_days, signed
from tests.meetings.test_minutes_consulting import liaison_of, unit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = make.staff()
    client.force_login(user)
    return user


def address(name: str, meeting, *more) -> str:
    return reverse(f"meetings:{name}", args=[meeting.pk, *more])


def page_of(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def act(client, meeting, name: str, **data):
    return client.post(address("minutes_act", meeting, name), data, follow=True).content.decode()


def test_the_secretary_compiles_edits_settles_and_signs(client, staff):
    meeting = held()
    work = address("minutes_work", meeting)
    assert "还没有纪要" in page_of(client, work)
    assert "已汇编：新增 3 段。" in act(client, meeting, "assemble")
    minutes = Minutes.objects.get()
    opening = minutes.sections.get(source="opening")
    point = meeting.resolutions.get()
    typed = {f"section_{one.pk}": one.text for one in minutes.sections.all()}
    typed[f"section_{opening.pk}"] = opening.text.replace("成都", "蓉城")
    typed |= {"title": minutes.title, "number": "", f"point_{point.pk}": "会议原则通过。"}
    stale = {**typed, "opened_version": minutes.version - 1}
    answer = client.post(f"{work}?box=text", stale).content.decode()
    assert "已被他人修改" in answer
    assert "蓉城" in answer  # nothing typed is lost
    assert client.post(f"{work}?box=text", {**typed, "opened_version": minutes.version}).status_code == 302
    type(meeting).objects.filter(pk=meeting.pk).update(place="重庆")
    assert "1 段与已有修改冲突" in act(client, meeting, "assemble")
    assert "需要核对" in page_of(client, work)
    assert "已采用新汇编" in act(client, meeting, "settle", section=opening.pk, take="new")
    assert client.post(f"{work}?box=paragraph", {"text": "另有一段。"}).status_code == 302
    assert client.post(f"{work}?box=sign", {"signed_by": "秘书长甲", "number": "1号"}).status_code == 302
    text = page_of(client, address("minutes", meeting))
    for words in ("在重庆召开", "另有一段。", "会议原则通过。", "秘书长甲", "1号", "内容与签发时一致"):
        assert words in text


def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(client, staff):
    minutes = drafted()
    work = f"{address('minutes_work', minutes.meeting)}?box=ask"
    answer = client.post(work, {"comments_by": "2020-01-01T10:00"}).content.decode()
    assert "请填写现在以后的征求意见截止时间。" in answer
    point = minutes.meeting.resolutions.get()
    typed = {"title": "新标题", "opened_version": minutes.version, f"point_{point.pk}": ""}
    answer = client.post(address("minutes_work", minutes.meeting), typed).content.decode()
    assert "新标题" in answer
    assert Minutes.objects.get().title == minutes.title


def test_units_are_asked_object_and_are_settled(client, staff):
    minutes = drafted()
    meeting, unit = minutes.meeting, minutes.meeting.roll.order_by("order")[0].unit
    until = in_days(3).strftime("%Y-%m-%dT%H:%M")
    work = f"{address('minutes_work', meeting)}?box=ask"
    assert client.post(work, {"comments_by": until, "silence_consents": "on"}).status_code == 302
    assert unit.name in page_of(client, address("minutes_links", meeting))
    client.force_login(liaison_of(unit))
    comment = address("minutes_comment", meeting)
    answer = client.post(comment, {"stance": "object", "text": "", "opened_version": 0}).content.decode()
    assert "请写明哪一处应怎样修改。" in answer
    assert (
        client.post(comment, {"stance": "object", "text": "改一处。", "opened_version": 0}).status_code == 302
    )
    assert "改一处。" in page_of(client, comment)
    client.force_login(staff)
    assert "改一处。" in page_of(client, address("minutes_work", meeting))
    refused = client.post(f"{address('minutes_work', meeting)}?box=sign", {}).content.decode()
    assert refused.count("还没有答复，征求意见尚未截止。") == 2  # at the form, and among what is left to do
    said = minutes.comments.get()
    assert "请写明怎样处理了这条意见。" in act(client, meeting, "settle-comment", comment=said.pk)
    assert "已登记对" in act(client, meeting, "settle-comment", comment=said.pk, settlement="采纳。")
    assert "已结束征求意见" in act(client, meeting, "revise")


def test_a_link_answers_without_a_login_and_says_who_for(client):
    minutes = consulting()
    unit = unit_of(minutes)
    path = comment_path(minutes, liaison_of(unit).person)
    assert unit.name in page_of(client, path)
    assert client.post(path, {"stance": "agree", "opened_version": 0}).status_code == 302
    assert "无异议" in page_of(client, path)
    assert minutes.comments.get().said_by == liaison_of(unit).person.name


def test_readers_see_the_last_signed_version_while_it_is_amended(client, staff):
    meeting = signed().meeting
    assert "请填写理由。" in act(client, meeting, "reopen")
    assert "已撤回" in act(client, meeting, "reopen", reason="第一项有误")
    client.logout()
    text = page_of(client, address("minutes", meeting))
    assert "已撤回修改" in text
    assert "上一次签发的版本仍可查看" in page_of(client, meeting.get_absolute_url())
    assert "会议通过工作计划。" in text


def test_minutes_signed_before_versions_were_kept_lead_nowhere_yet(client):
    """Signed by an earlier release: read on the meeting's page, without a link to a page that is not there."""
    new = signed().meeting
    assert address("minutes", new) in page_of(client, new.get_absolute_url())
    old = make.ResolutionFactory(text="会议通过章程。").meeting
    make.MinutesFactory(meeting=old, state="signed")
    text = page_of(client, old.get_absolute_url())
    assert "会议通过章程。" in text
    assert address("minutes", old) not in text


def test_two_versions_are_compared(client, staff):
    meeting = signed().meeting
    act(client, meeting, "reopen", reason="有误")
    meeting.resolutions.update(text="会议原则通过工作计划。")
    client.post(f"{address('minutes_work', meeting)}?box=sign", {})
    text = page_of(client, address("minutes", meeting))
    assert "与上一版的不同" in text
    assert "会议原则通过工作计划。" not in page_of(client, address("minutes", meeting) + "?version=1")


def test_printing_leads_to_the_document(client, staff):
    meeting = signed().meeting
    answer = client.post(address("minutes_act", meeting, "print"), {"form": "official"})
    assert answer.url == f"/documents/{RenderedDocument.objects.get().pk}/"
    assert client.post(address("minutes_act", meeting, "print"), {"form": "nothing"}).status_code == 404
    for name, data in (("nothing", {}), ("settle", {"section": "x"}), ("settle", {"section": "9" * 30})):
        assert client.post(address("minutes_act", meeting, name), data).status_code == 404


def test_a_unit_reports_and_staff_close(client):
    meeting = held()
    task = action_of(meeting, unit=meeting.units[0])
    signed(meeting)
    client.force_login(meeting.units[0].liaison)
    assert task.task in page_of(client, reverse("meetings:actions"))
    path = reverse("meetings:action", args=[task.pk])
    assert client.post(path, {"progress": "过半。", "opened_version": 1}).status_code == 302
    assert "过半。" in page_of(client, path)
    client.force_login(make.staff())
    assert task.task not in page_of(client, f"{reverse('meetings:actions')}?state=overdue")
    finish = reverse("meetings:action_finish", args=[task.pk])
    assert "完成日期不能晚于今天。" in client.post(finish, {"done_on": "2999-01-01"}).content.decode()
    assert client.post(finish, {"progress": "已办结。", "done_on": "2026-01-02"}).status_code == 302
    assert ActionItem.objects.get().done_on.isoformat() == "2026-01-02"
    assert "已办结。" in page_of(client, path)


def test_figures_of_all_for_staff_and_of_the_own_unit_for_others(client, staff):
    first, second = held().units
    text = page_of(client, reverse("meetings:attendance"))
    assert first.name in text
    assert second.name in text
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("meetings:attendance_sheet")).content))
    assert [row[1].value for row in book["单位"].iter_rows(min_row=2)] == [1, 1]
    client.force_login(first.liaison)
    text = page_of(client, f"{reverse('meetings:attendance')}?body=council&term=nonsense")
    assert first.name in text
    assert second.name not in text
