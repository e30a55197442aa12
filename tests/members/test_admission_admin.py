"""入盟申请 in the admin: read and decided there, never edited; the admission page; both ways back."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from alliance.portal.admin_menu import counts
from members.models import Admission, MembershipApplication
from members.services.admission import admit_unit
from tests import factories as make
from tests.members import make_admission as ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_url")]

LIST = "/admin/members/membershipapplication/"


@pytest.fixture
def secretary(client):
    user = make.staff()
    client.force_login(user)
    return user


def text_of(answer) -> str:
    return answer.content.decode()


def page(application, name="change") -> str:
    return f"{LIST}{application.pk}/{name}/"


def decision(**more) -> dict:
    return {
        "admitted_on": "2024-06-01",
        "basis": "第一届第五次理事会决定",
        "term": make.TermFactory().pk,
        "rank": "council",
        **more,
    }


def test_page_shows_everything_and_can_be_edited_by_nobody(client, secretary):
    application = ask.application()

    shown = text_of(client.get(page(application)))

    for text in ("攀枝花新材料有限公司", "孙联络", "共同推进钒钛资源综合利用。", "没有附营业执照"):
        assert text in shown
    client.post(page(application), {"name": "别的名称"})
    assert MembershipApplication.objects.get().name == application.name


def test_what_stands_against_it_is_said_beside_it(client, secretary):
    application = ask.application(name="甲公司")
    ask.application(state="ready", number="入盟〔2026〕7号", email="b@example.com", name="乙公司")
    make.UnitFactory(name="甲公司")

    shown = text_of(client.get(page(application)))

    assert "已经是成员单位" in shown
    assert "另有一份申请的名称或信用代码相同：入盟〔2026〕7号" in shown


def test_moves_are_offered_by_the_state(client, secretary):
    submitted, ready, done = (ask.application(state=state) for state in ("submitted", "ready", "rejected"))

    assert "初审通过" in text_of(client.get(page(submitted)))
    assert "办理入盟" not in text_of(client.get(page(submitted)))
    assert "办理入盟" in text_of(client.get(page(ready)))
    assert "代录撤回" not in text_of(client.get(page(done)))


def test_returning_needs_a_reason(client, secretary):
    application = ask.application()

    assert "请填写理由" in text_of(client.post(page(application, "move/send_back"), {"reason": " "}))
    client.post(page(application, "move/send_back"), {"reason": "请补充。"})
    assert MembershipApplication.objects.get().state == "returned"


def test_admitting_twice_makes_one_member_and_leads_both_ways(client, secretary):
    application = ask.application(state="ready", number="入盟〔2026〕8号")

    first = client.post(page(application, "admit"), decision())
    second = client.post(page(application, "admit"), decision())

    assert (first.status_code, second.status_code) == (302, 302)
    admission = Admission.objects.get()
    shown = text_of(client.get(page(application)))
    assert reverse("admin:members_admission_change", args=[admission.pk]) in shown
    assert reverse("admin:members_unit_change", args=[admission.unit_id]) in shown
    assert "邀请代表开通账号" in shown
    for address in (f"/admin/members/admission/{admission.pk}/change/", admission.unit.get_absolute_url()):
        assert "入盟〔2026〕8号" in text_of(client.get(address))
    client.logout()
    assert "入盟〔2026〕8号" not in text_of(client.get(admission.unit.get_absolute_url()))


@pytest.mark.parametrize(
    ("more", "field"),
    [({"basis": " "}, "basis"), ({"admitted_on": "2999-01-01"}, "admitted_on"), ({"term": 0}, "term")],
)
def test_wrong_decision_is_refused_at_its_field(client, secretary, more, field):
    application = ask.application(state="ready")

    answer = client.post(page(application, "admit"), decision(**more))

    assert answer.context["form"].errors[field]
    assert not Admission.objects.exists()


def test_namesake_is_chosen_on_the_page(client, secretary):
    former = make.UnitFactory(name="攀枝花新材料有限公司", left_on="2020-01-01")
    _, other = make.PersonFactory.create_batch(2, name="孙联络", unit=former)
    application = ask.application(state="ready")

    asked = client.post(page(application, "admit"), decision())
    assert asked.context["form"].errors["person_liaison_meeting"]
    client.post(page(application, "admit"), decision(person_liaison_meeting=other.pk))
    assert Admission.objects.get().liaison == other


def test_who_may_only_look_cannot_act(client):
    looker = make.UserFactory(is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_membershipapplication"))
    client.force_login(looker)
    application = ask.application(state="ready")

    assert client.get(page(application)).status_code == 200
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.get(page(application, "take-back")).status_code == 403
    assert client.post(page(application, "move/refuse"), {"reason": "不"}).status_code == 403


def test_menu_counts_what_waits(secretary):
    for state in ("draft", "submitted", "ready", "admitted"):
        ask.application(state=state)

    assert counts(["members.MembershipApplication"], secretary) == {"members.MembershipApplication": 2}


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_queries_for_one_row_and_three(
    client, secretary, django_assert_num_queries, number
):
    for _ in range(number):
        ask.application()
    client.get(LIST)

    with django_assert_num_queries(8):
        client.get(LIST)


def test_admission_stands_in_the_meeting_issues_contract(secretary):
    """`admit_unit` with the three arguments that a point of the minutes gives."""
    make.TermFactory()
    made = admit_unit(
        actor=secretary,
        application=ask.application(state="ready"),
        admitted_on=make.AdmissionFactory().admitted_on,
        basis="会议纪要第一条",
    )
    assert made.unit.admissions.get() == made
