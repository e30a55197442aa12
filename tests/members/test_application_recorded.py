"""秘书处代录 of applications: from scratch, corrected, taken back; whoever may not is refused."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliance.core.behalf import BehalfError, OnBehalf
from alliance.core.errors import NotAllowed
from alliance.core.models import BehalfRecord
from alliance.notices.models import Delivery
from members.models import MembershipApplication
from members.services import applications
from tests import factories as make
from tests.members import make_admission as ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_url")]


def on_paper(**more):
    return OnBehalf(
        person_name="吴联系",
        channel="paper",
        received_on=timezone.localdate(),
        **{"paper": make.stored_picture(), **more},
    )


def test_paper_application_is_recorded_from_scratch_once():
    actor, token = make.staff(), uuid.uuid4()

    made = [
        applications.record_application(
            actor=actor, behalf=on_paper(), email="p@example.com", token=token, content=ask.content()
        )
        for _ in range(2)
    ]

    assert made[0] == made[1]
    assert (made[0].state, BehalfRecord.objects.get().person_name) == ("submitted", "吴联系")
    assert Delivery.objects.get(kind="application.received").address == "p@example.com"


def test_incomplete_paper_application_leaves_nothing():
    with pytest.raises(ValidationError):
        applications.record_application(
            actor=make.staff(),
            behalf=on_paper(),
            email="p@example.com",
            token=uuid.uuid4(),
            content={"name": "丙"},
        )
    assert not MembershipApplication.objects.exists()


def test_recording_needs_the_paper_and_the_right():
    application = ask.application(state="returned")

    with pytest.raises(BehalfError):
        applications.record_correction(
            actor=make.staff(), behalf=on_paper(paper=None), application=application, version=1, content={}
        )
    with pytest.raises(NotAllowed):
        applications.record_correction(
            actor=make.UserFactory(), behalf=on_paper(), application=application, version=1, content={}
        )


def test_correction_and_withdrawal_are_recorded():
    application, actor = ask.application(state="returned"), make.staff()

    done = applications.record_correction(
        actor=actor, behalf=on_paper(), application=application, version=1, content={"profile": "补充"}
    )
    assert (done.state, done.profile) == ("submitted", "补充")
    done = applications.withdraw_application(actor=actor, application=done, behalf=on_paper())
    assert done.state == "withdrawn"
    assert BehalfRecord.objects.count() == 2
