"""The secretary plans what a point brings about, brings it into effect, and finds what came of it."""

import pytest
from django.urls import reverse

from alliance.core.files.unused import remove_unused_files
from alliance.portal.admin_menu import counts
from meetings.enums import EffectKind, EffectState
from meetings.forms.effects import FORMS
from meetings.models import Resolution, ResolutionEffect
from tests import factories as make
from tests.meetings import make_effects as given
from tests.members.make_library import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_url")]


@pytest.fixture
def staff(client):
    client.force_login(make.staff())
    return client


def page(point, part="", *more) -> str:
    return reverse(f"admin:meetings_resolution_effects{part}", args=[point.pk, *more])


def posted(content: dict) -> dict:
    """What the browser sends for the cleaned `content`."""
    values = {name: getattr(value, "pk", value) for name, value in content.items()}
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_every_kind_has_a_form():
    assert set(FORMS) == set(EffectKind)


@pytest.mark.parametrize("kind", [kind for kind in EffectKind if kind != EffectKind.DOCUMENT])
def test_every_kind_is_planned_by_its_form(staff, kind):
    point, content = given.point(), given.content_of(kind)
    if kind == EffectKind.REPLACEMENT:
        content["seat"].term = make.TermFactory()
    opened = staff.get(page(point, "_add", kind))
    assert opened.status_code == 200

    answer = staff.post(page(point, "_add", kind), posted(content), follow=True)

    effect = ResolutionEffect.objects.get()
    assert (effect.kind, effect.state) == (kind, EffectState.PLANNED)
    assert effect.note in answer.content.decode()


def test_a_document_is_planned_with_its_file_and_the_file_is_kept(staff):
    point, content = given.point(), given.content_of(EffectKind.DOCUMENT)
    sent = {"document": content["document"].pk, "stored": pdf(mark="new"), "label": "2026年修订"}
    staff.post(page(point, "_add", EffectKind.DOCUMENT), sent)
    effect = ResolutionEffect.objects.get()
    remove_unused_files()

    given.adopt(point)

    effect.refresh_from_db()
    assert effect.document_version.label == "2026年修订"
    assert effect.document_version.adopted_on == given.MET


def test_what_is_missing_or_wrong_is_said_at_the_field_and_nothing_is_lost(staff):
    point, content = given.point(), given.content_of(EffectKind.RULE)
    sent = {**posted(content), "quorum_numerator": 4, "quorum_denominator": 3, "majority_numerator": 2}
    answer = staff.post(page(point, "_add", EffectKind.RULE), sent)
    form = answer.context["form"]
    assert form.errors["quorum_numerator"] == ["法定人数的分子不能大于分母。"]
    assert form["quorum_numerator"].value() == "4"
    assert not ResolutionEffect.objects.exists()

    empty = staff.post(page(point, "_add", EffectKind.ACTION), {"task": "起草"})
    assert "责任方" in empty.context["form"].errors["body"][0]


def test_adopting_does_it_all_and_shows_what_came_of_it(staff):
    point = given.point()
    effect = given.effect(point, EffectKind.APPOINTMENT)
    assert "将在同一次操作中全部办理" in staff.get(page(point)).content.decode()

    answer = staff.post(page(point), {"adopted_on": given.MET.isoformat()}, follow=True)

    effect.refresh_from_db()
    text = answer.content.decode()
    assert "已生效" in text
    assert reverse("admin:members_office_change", args=[effect.office.pk]) in text
    assert "加入计划" not in text


def test_a_refusal_is_said_and_nothing_is_done(staff):
    point = given.point()
    effect = given.effect(point, EffectKind.APPOINTMENT)
    make.OfficeFactory(kind="vice_chair", person_id=effect.terms["person"])
    answer = staff.post(page(point), {"adopted_on": given.MET.isoformat()})
    assert "已任副理事长" in answer.content.decode()
    assert Resolution.objects.get(pk=point.pk).adopted_on is None

    early = staff.post(page(point), {"adopted_on": "1999-01-01"})
    assert "不能早于会议日期" in early.context["form"].errors["adopted_on"][0]


def test_an_effect_is_dropped_while_it_is_planned(staff):
    point = given.point()
    effect, other = given.effect(point, EffectKind.ACTION), given.effect(given.point(), EffectKind.ACTION)
    assert staff.get(page(point, "_drop", effect.pk)).status_code == 405
    assert staff.post(page(point, "_drop", other.pk)).status_code == 404
    staff.post(page(point, "_drop", effect.pk))
    assert list(ResolutionEffect.objects.all()) == [other]


def test_points_that_cannot_come_into_effect_say_why(staff):
    text = staff.get(page(given.point(by_count=True))).content.decode()
    assert "尚未表决" in text
    assert "确定生效" not in text


def test_a_reversed_point_and_the_one_that_reversed_it_name_each_other(staff):
    point = given.point(subject="接纳新单位")
    given.effect(point, EffectKind.ACTION)
    given.adopt(point)
    back = given.reversing(point)
    given.adopt(back, given.LATER)
    assert page(point) in staff.get(page(back)).content.decode()
    text = staff.get(page(point)).content.decode()
    assert page(back) in text
    assert "已撤销" in text


@pytest.mark.parametrize("part", ["", "_add"])
def test_the_pages_are_for_the_secretariat(client, part):
    point = given.point()
    more = [EffectKind.ACTION] if part else []
    client.force_login(make.liaison_of(make.UnitFactory()))
    assert client.get(page(point, part, *more)).status_code in (302, 403)
    assert client.get(reverse("admin:meetings_resolution_change", args=[point.pk])).status_code in (302, 403)


def test_unknown_kinds_and_points_are_404(staff):
    assert staff.get(page(given.point(), "_add", "nonsense")).status_code == 404
    assert staff.get(reverse("admin:meetings_resolution_effects", args=[99999])).status_code == 404


def test_how_an_adopted_point_was_decided_stands(staff):
    point = given.point(number=3)
    given.adopt(point)
    change = reverse("admin:meetings_resolution_change", args=[point.pk])
    assert page(point) in staff.get(change).content.decode()
    staff.post(change, {"number": 9, "by_count": "on", "subject": "事项"})
    staff.post(reverse("admin:meetings_resolution_delete", args=[point.pk]), {"post": "yes"})
    point = Resolution.objects.get(pk=point.pk)
    assert (point.number, point.by_count, point.adopted_on) == (3, False, given.MET)


def test_the_page_of_the_meeting_shows_what_came_of_a_point(client):
    point = given.point()
    given.effect(point, EffectKind.ACTION, task="起草办法", all_units=True)
    make.MinutesFactory(meeting=point.meeting, state="signed")
    address = reverse("meetings:meeting", args=[point.meeting.pk])
    assert "起草办法" not in client.get(address).content.decode()
    given.adopt(point)
    # The task stands once, in the table of tasks; the effect that ordered it does not repeat it.
    assert client.get(address).content.decode().count("起草办法") == 1
    given.adopt(given.reversing(point), given.LATER)
    assert "（已撤销）" in client.get(address).content.decode()


def test_the_menu_counts_points_that_wait_to_come_into_effect(admin_counts):
    assert admin_counts() == 0
    waiting, plain = given.point(), given.point()
    given.effect(waiting, EffectKind.ACTION)
    given.effect(waiting, EffectKind.RULE)
    assert admin_counts() == 1
    given.adopt(waiting)
    assert (admin_counts(), plain.adopted_on) == (0, None)


@pytest.fixture
def admin_counts():
    user = make.staff()
    return lambda: counts(["meetings.Resolution"], user)["meetings.Resolution"]
