"""入盟申请: begun, saved, handed in, taken back, recorded; what is refused and whom it is told."""

import threading
import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from alliance.core.models import AuditEntry
from alliance.core.transitions import run_transition
from alliance.notices.models import Delivery, Notice
from members.models import MembershipApplication
from members.services import application_links as links
from members.services import applications
from members.services.application_checks import problems_of
from tests import factories as make
from tests.members import make_admission as ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_url")]


def start(email="apply@example.com", token=None):
    return links.start_application(email=email, token=token or uuid.uuid4())


def save(application, version=None, **content):
    return applications.save_application(
        actor=None, application=application, version=version or application.version, content=content
    )


def submit(application):
    return applications.submit_application(actor=None, application=application)


def complete():
    application = start()
    return save(application, **ask.content())


# ---------------------------------------------------------------- saving
def test_saving_keeps_what_is_said_and_counts_the_version():
    application = save(start(), **ask.content(uscc=f" {ask.uscc()[:9]} {ask.uscc()[9:].lower()} "))

    application.refresh_from_db()
    assert (application.version, application.uscc) == (2, ask.uscc())
    assert [one.name for one in application.nominees.all()] == ["赵理事", "钱专家", "孙联络"]


def test_saving_the_same_again_makes_no_version():
    application = complete()

    assert save(application, version=1, **ask.content()).version == application.version


def test_two_windows_never_overwrite_each_other():
    application = complete()

    with pytest.raises(StaleVersion):
        save(application, version=1, name="别的名称")


@pytest.mark.parametrize("first", ["9", "A", "N", "Y", "1"])
def test_wrong_code_names_the_right_check_character(first):
    right = ask.uscc(first + "151040020436001X"[:16])
    wrong = right[:17] + ("0" if right[17] != "0" else "1")

    with pytest.raises(ValidationError) as refused:
        save(start(), uscc=wrong)
    assert f"末位应为 {right[17]}" in refused.value.message_dict["uscc"][0]
    assert save(start(email="b@example.com"), uscc=right).uscc == right


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"reason": "长" * 5001}, "reason"),
        ({"name": "长" * 101}, "name"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"kind": "wrong"}, "kind"),
        ({"nominees": {"council": {"name": "甲", "email": "no address"}}}, "council_email"),
        ({"nominees": {"council": {"name": "", "post": "处长"}}}, "council_name"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(content, field):
    application = start()

    with pytest.raises(ValidationError) as refused:
        save(application, **content)
    assert field in refused.value.message_dict


def test_nominee_that_is_emptied_is_gone():
    application = complete()

    save(application, nominees={"council": {"name": ""}})

    assert sorted(one.body for one in application.nominees.all()) == ["expert_committee", "liaison_meeting"]


def test_autosave_keeps_texts_beside_the_record_until_it_is_saved():
    application = start()

    applications.keep_typed(application=application, version="1", data={"name": ["半个名\x00称"]})

    application.refresh_from_db()
    assert (application.typed, application.name, application.version) == ({"name": ["半个名称"]}, "", 1)
    assert save(application, name="新材料公司").typed == {}


def test_autosave_of_an_older_page_or_a_handed_in_application_is_refused():
    application = complete()

    with pytest.raises(StaleVersion):
        applications.keep_typed(application=application, version="1", data={})
    submit(application)
    with pytest.raises(WrongState):
        applications.keep_typed(application=application, version="3", data={})


def test_autosave_of_a_huge_text_is_refused():
    with pytest.raises(DomainError):
        applications.keep_typed(application=start(), version="1", data={"reason": ["长" * 100_000]})


# ---------------------------------------------------------------- handing in
def test_handing_in_gives_a_number_and_tells_both_sides(mailoutbox):
    secretary = make.staff()
    application = submit(complete())

    year = timezone.localdate().year
    assert (application.state, application.number) == ("submitted", f"入盟〔{year}〕1号")
    assert Notice.objects.get().recipient == secretary
    assert application.number in Notice.objects.get().body
    received = Delivery.objects.get(kind="application.received")
    assert received.address == "apply@example.com"
    assert submit(application).version == application.version  # a second press


def test_numbers_go_on_within_the_year():
    first, second = complete(), save(start(email="b@example.com"), **ask.content(name="乙", uscc=""))
    second = save(second, uscc=ask.uscc("9151040020436002X"))

    assert [submit(one).number[-2:] for one in (first, second)] == ["1号", "2号"]


def test_what_is_missing_stands_at_its_field():
    with pytest.raises(ValidationError) as refused:
        submit(save(start(), name="乙公司"))

    assert set(refused.value.message_dict) == {
        *(set(MembershipApplication.REQUIRED) - {"name"}),
        "council_name",
        "expert_committee_name",
        "liaison_meeting_name",
    }


def test_present_member_is_refused_by_code_and_by_name():
    member = make.UnitFactory(name="攀枝花新材料有限公司", uscc=ask.uscc())
    application = complete()

    problems = problems_of(application)

    assert str(member) in problems["uscc"]
    assert "不能重复申请" in problems["name"]
    with pytest.raises(ValidationError):
        submit(application)


def test_former_member_may_apply_again():
    make.UnitFactory(name="攀枝花新材料有限公司", uscc=ask.uscc(), left_on=date(2020, 1, 1))

    assert submit(complete()).state == "submitted"


def test_returned_application_is_corrected_and_keeps_its_number():
    application = submit(complete())
    number = application.number
    run_transition(actor=make.staff(), obj=application, name="send_back", reason="请补充简介。")
    application.refresh_from_db()

    again = submit(save(application, profile="成立于二十年前。"))

    assert (again.state, again.number) == ("submitted", number)
    assert "请补充简介。" in Delivery.objects.get(kind="application.returned").body
    assert Delivery.objects.filter(kind="application.received").count() == 2


@pytest.mark.parametrize("state", ["submitted", "ready", "admitted", "rejected", "withdrawn"])
def test_nothing_is_changed_once_it_is_handed_in(state):
    with pytest.raises(WrongState):
        save(ask.application(state=state), name="别的名称")


@pytest.mark.parametrize("state", ["draft", "returned", "submitted", "ready"])
def test_taking_back(state):
    application = ask.application(state=state)

    done = applications.withdraw_application(actor=None, application=application, reason=" 不申请了 ")

    assert done.state == "withdrawn"
    assert AuditEntry.objects.get(action__endswith="withdraw").done_by == "申请单位（个人链接）"
    assert applications.withdraw_application(actor=None, application=application).version == done.version


@pytest.mark.parametrize("state", ["admitted", "rejected"])
def test_what_is_decided_cannot_be_taken_back(state):
    with pytest.raises(WrongState):
        applications.withdraw_application(actor=None, application=ask.application(state=state))


@pytest.mark.parametrize("act", ["pass_check", "send_back", "refuse", "check_again", "withdraw", "submit"])
def test_nobody_but_the_secretariat_handles_applications(act):
    liaison = make.liaison_of(make.UnitFactory())
    state = {"check_again": "ready", "submit": "draft"}.get(act, "submitted")

    with pytest.raises(NotAllowed):
        run_transition(actor=liaison, obj=ask.application(state=state), name=act, reason="理由")


# ---------------------------------------------------------------- at once
@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_hand_in_once_and_two_applicants_get_two_numbers():
    first, second = ask.application(state="draft"), ask.application(state="draft", name="乙公司", uscc="")
    MembershipApplication.objects.filter(pk=second.pk).update(uscc=ask.uscc("9151040020436002X"))
    failed = []

    def press(pk):
        try:
            submit(MembershipApplication.objects.get(pk=pk))
        except Exception as error:  # said by the test, whatever it is
            failed.append(error)
        finally:
            connection.close()

    presses = [threading.Thread(target=press, args=(pk,)) for pk in (first.pk, second.pk) * 3]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert failed == []
    numbers = MembershipApplication.objects.values_list("number", flat=True)
    assert sorted(number[-2:] for number in numbers) == ["1号", "2号"]
    assert AuditEntry.objects.filter(action__endswith=".submit").count() == 2
