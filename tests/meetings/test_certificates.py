"""证书: numbered without a gap, nobody twice, on paper, and the page that proves one."""

import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.printing.models import RenderedDocument
from alliance.printing.render import render_snapshot
from meetings.certificate_sheet import NAME, build_certificates
from meetings.models import Certificate
from meetings.services import registrations
from meetings.services.certificates import (
    Winner,
    certify_participants,
    certify_winners,
    print_certificates,
)
from tests import factories as make
from tests.meetings import make_events as events

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


def numbers() -> list[str]:
    return list(Certificate.objects.order_by("pk").values_list("number", flat=True))


# ---------------------------------------------------------------- issuing
def test_who_was_there_gets_one_and_only_one():
    event, staff = events.open_event(), make.staff()
    events.confirmed(event)
    there = [events.present(event, affiliation=f"单位{number}") for number in range(3)]
    made = certify_participants(actor=staff, event=event)
    assert [one.registration for one in made] == there
    assert certify_participants(actor=staff, event=event) == []
    late = events.present(event)
    assert [one.registration for one in certify_participants(actor=staff, event=event)] == [late]
    assert numbers() == [f"钒钛证〔{YEAR}〕{number}号" for number in (1, 2, 3, 4)]


def test_an_award_honours_each_line_once_and_a_second_award_goes_on_counting():
    first, staff = events.award(), make.staff()
    two = [Winner("张三", "东北大学", "论文甲"), Winner("李四")]
    assert len(certify_winners(actor=staff, award=first, winners=[*two, two[0]])) == 2
    assert certify_winners(actor=staff, award=first, winners=two) == []
    more = certify_winners(actor=staff, award=events.award(name="优秀海报奖"), winners=two)
    assert [one.number for one in more] == [f"钒钛证〔{YEAR}〕{number}号" for number in (3, 4)]
    with pytest.raises(DomainError, match="请填写获奖人") as refused:
        certify_winners(actor=staff, award=first, winners=[])
    assert refused.value.field == "winners"


def test_examples_take_no_number_of_the_real_series():
    events.certificate(events.award(make.EventFactory(is_example=True)))
    assert numbers() == [f"示例证〔{YEAR}〕1号"]
    events.certificate()
    assert numbers()[-1] == f"钒钛证〔{YEAR}〕1号"


def test_only_the_secretariat_issues_and_prints():
    user, of = make.liaison_of(make.UnitFactory()), events.award()
    for act in (
        lambda: certify_participants(actor=user, event=of.event),
        lambda: certify_winners(actor=user, award=of, winners=[Winner("张三")]),
        lambda: print_certificates(actor=user, event=of.event),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_check_in_that_was_certified_stays():
    row = events.present()
    certify_participants(actor=None, event=row.event)
    with pytest.raises(WrongState, match="已经颁发证书"):
        registrations.undo_check_in(actor=make.staff(), registration=row)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_issued_at_the_same_moment_for_many_events_the_numbers_have_no_gap():
    awards = [events.award() for _ in range(8)]
    barrier = threading.Barrier(len(awards))

    def issue(award):
        try:
            barrier.wait(30)
            certify_winners(actor=None, award=award, winners=[Winner(f"某{n}") for n in range(3)])
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=(award,)) for award in awards]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    given = sorted(int(number.partition("〕")[2].removesuffix("号")) for number in numbers())
    assert given == list(range(1, 25))
    for award in awards:
        own = [
            int(one.number.partition("〕")[2].removesuffix("号")) for one in award.certificates.order_by("pk")
        ]
        assert own == list(range(own[0], own[0] + 3))


# ---------------------------------------------------------------- on paper
def pages_of(snapshot: dict) -> list[str]:
    """The text of each page of the PDF."""
    document = RenderedDocument(kind=NAME, snapshot=snapshot)
    file = render_snapshot(document, lambda percent, label: None).content
    return ["".join(page.extract_text().split()) for page in PdfReader(file).pages]


def test_each_certificate_is_a_page_of_its_own_that_says_what_for():
    event = make.EventFactory(name="第三届钒产业先进技术交流会", place="西昌")
    make.EventOrganiserFactory(event=event, unit=make.UnitFactory(name="重庆大学"))
    events.certificate(events.award(event), name="张三", affiliation="东北大学", work="钒渣提钒")
    events.certificate(events.award(event, "优秀海报奖"), name="李四")
    certify_participants(actor=None, event=events.present(event=_opened(event), name="王五").event)
    rows = list(Certificate.objects.order_by("pk").values_list("pk", flat=True))
    snapshot = build_certificates(event=event.pk, certificates=rows)
    pages = pages_of(snapshot)
    assert len(pages) == 3
    for text, expected in zip(
        pages,
        (
            ("荣誉证书", "张三", "东北大学", "钒渣提钒", "优秀论文奖", "重庆大学"),
            ("荣誉证书", "李四", "优秀海报奖"),
            ("参会证书", "王五", "西昌", "第三届钒产业先进技术交流会"),
        ),
        strict=True,
    ):
        assert all(each in text for each in expected), text
    assert f"钒钛证〔{YEAR}〕1号" in pages[0]


def _opened(event):
    event.takes_registrations = True
    event.save()
    return event


def test_the_same_certificates_asked_for_twice_are_one_document_and_a_single_one_remembers_its_own():
    one, staff = events.certificate(), make.staff()
    first = print_certificates(actor=staff, event=one.event)
    assert print_certificates(actor=staff, event=one.event) == first
    single = print_certificates(actor=staff, event=one.event, certificate=one)
    assert Certificate.objects.get().document == single == first
    events.certificate(one.award)
    assert print_certificates(actor=staff, event=one.event, award=one.award) != first
    assert RenderedDocument.objects.count() == 2
    with pytest.raises(DomainError, match="还没有证书"):
        print_certificates(actor=staff, event=make.EventFactory())


# ---------------------------------------------------------------- the proof
def test_the_code_leads_to_the_page_that_says_what_was_certified(client):
    one = events.certificate(name="张三", work="钒渣提钒")
    page = client.get(one.get_absolute_url())
    for expected in (one.number, "张三", "钒渣提钒", "优秀论文奖", one.event.name):
        assert expected in page.content.decode()
    assert "noindex" in page.content.decode()


@pytest.mark.parametrize("token", ["1", "1.x", "9.AAAAAAAA", "，。"])
def test_a_made_up_code_proves_nothing(client, token):
    events.certificate()
    assert client.get(reverse("meetings:certificate", args=[token])).status_code == 404
