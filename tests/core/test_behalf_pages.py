"""The pages of 秘书处代录: which act, the one form, the record."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from alliance.core.behalf_acts import recordable_acts
from alliance.core.models import BehalfRecord, StoredFile
from bulletins.models import Article
from projects.models import Nomination, Proposal
from tests.factories import (
    NominationFactory,
    ProposalFactory,
    SolicitationFactory,
    UnitFactory,
    UserFactory,
    expert_of,
    liaison_of,
    staff,
)
from tests.projects.acts import PATENT, TYPED, set_deadline
from tests.projects.behalf import PDF

pytestmark = pytest.mark.django_db
START = "/admin/behalf/"


@pytest.fixture
def secretary(client):
    """Somebody of the group 秘书处, without every right."""
    user = UserFactory(is_staff=True, display_name="秘书甲")
    rights = ("add_behalfrecord", "view_behalfrecord", "view_proposal")
    user.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return user


@pytest.fixture
def unit():
    return UnitFactory(name="某研究院")


@pytest.fixture
def liaison(unit):
    return liaison_of(unit)


@pytest.fixture
def batch():
    return SolicitationFactory(name="某批次")


def scan(name: str = "来信.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def said(unit, **changes) -> dict:
    """What staff answer about for whom and how: by phone, today, from the liaison (left blank)."""
    given = {
        "behalf_unit": unit.pk,
        "behalf_person_name": "",
        "behalf_channel": "phone",
        "behalf_received_on": str(timezone.localdate()),
        "behalf_note": "",
        **changes,
    }
    return {name: value for name, value in given.items() if value is not None}


def token_in(client, address) -> str:
    return client.get(address).context["form"]["form_token"].value()


def page_of(act: str, target=None) -> str:
    return reverse("admin:behalf_act", args=[act, target.pk] if target else [act])


# ---------------------------------------------------------------- who comes here
@pytest.mark.parametrize("address", [START, "/admin/behalf/nomination/"])
def test_staff_without_the_permission_are_refused(client, address):
    client.force_login(UserFactory(is_staff=True))

    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403


@pytest.mark.parametrize("who", [liaison_of, expert_of])
def test_members_are_sent_away(client, unit, who):
    client.force_login(who(unit))

    for address in (START, "/admin/behalf/nomination/"):
        assert client.get(address).status_code == 302
        assert client.post(address).status_code == 302
    assert Nomination.objects.count() == 0


# ---------------------------------------------------------------- the start page
def test_start_page_offers_acts_and_what_they_can_be_recorded_on(client, secretary, batch):
    ProposalFactory(state="submitted", solicitation=batch, title="甲项目")

    answer = client.get(START)

    offered = {act.slug: [str(one.obj) for one in targets] for act, targets in answer.context["possible"]}
    assert offered["proposal"] == ["某批次"]
    assert offered["proposal-withdrawal"] == ["甲项目"]
    assert offered["nomination"] == [] and offered["contribution"] == []
    assert "proposal-correction" in [act.slug for act in answer.context["idle"]]


def test_every_act_of_the_issue_can_be_recorded():
    """Reply, proposal, nomination, confirmation, contribution, comment on minutes; an expert's review never."""
    assert [act.slug for act in recordable_acts.all()] == [
        "matter",
        "matter-withdrawal",
        "material",
        "confirm-people",
        "unit-change",
        "unit-change-withdrawal",
        "reply",
        "hosting",
        "vote",
        "minutes-comment",
        "action-progress",
        "proposal",
        "proposal-correction",
        "proposal-withdrawal",
        "nomination",
        "nomination-withdrawal",
        "contribution",
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_start_page_asks_the_same_whatever_the_number_of_targets(
    client, secretary, batch, number, django_assert_num_queries
):
    ProposalFactory.create_batch(number, state="submitted", solicitation=batch)
    ProposalFactory.create_batch(number, state="returned", solicitation=batch)
    NominationFactory.create_batch(number)
    SolicitationFactory.create_batch(number)
    client.get(START)

    with django_assert_num_queries(20):
        client.get(START)


# ---------------------------------------------------------------- the one form
def test_proposal_is_recorded_with_its_paper(client, secretary, unit, liaison, batch):
    address = page_of("proposal", batch)
    data = {**TYPED, **said(unit, behalf_channel="wechat"), "form_token": token_in(client, address)}

    answer = client.post(address, {**data, "behalf_paper": scan()}, follow=True)

    record = BehalfRecord.objects.get()
    proposal = Proposal.objects.get()
    assert answer.redirect_chain == [(reverse("admin:core_behalfrecord_change", args=[record.pk]), 302)]
    assert (proposal.state, proposal.unit, proposal.title) == ("submitted", unit, TYPED["title"])
    assert (record.person_name, record.unit_name, record.channel) == (
        liaison.person.name,
        "某研究院",
        "wechat",
    )
    assert (record.paper.name, record.recorded_by) == ("来信.pdf", secretary)
    assert reverse("admin:projects_proposal_change", args=[proposal.pk]) in answer.content.decode()


def test_sent_twice_it_comes_about_once(client, secretary, unit, liaison, batch):
    address = page_of("proposal", batch)
    data = {**TYPED, **said(unit), "form_token": token_in(client, address)}

    first, second = client.post(address, data), client.post(address, data)

    assert first.headers["Location"] == second.headers["Location"]
    assert (Proposal.objects.count(), BehalfRecord.objects.count()) == (1, 1)


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client, secretary, unit, liaison, batch):
    address = page_of("proposal", batch)
    data = {
        **TYPED,
        **said(unit, behalf_channel=""),
        "indicators": "",
        "form_token": token_in(client, address),
    }

    form = client.post(address, {**data, "behalf_paper": scan()}).context["form"]

    assert form.errors == {
        "behalf_channel": ["请选择“怎样收到”。"],
        "indicators": ["提交前请填写“考核指标”。"],
    }
    assert form["title"].value() == TYPED["title"]
    assert [stored.name for stored in form["behalf_paper"].value()] == ["来信.pdf"]
    assert (Proposal.objects.count(), StoredFile.objects.count()) == (0, 1)


def test_paper_sent_before_a_refusal_need_not_be_sent_again(client, secretary, unit, liaison, batch):
    address = page_of("proposal", batch)
    data = {**TYPED, **said(unit, behalf_channel="paper"), "form_token": token_in(client, address)}
    refused = client.post(address, {**data, "title": "", "behalf_paper": scan()})
    (kept,) = refused.context["form"]["behalf_paper"].subwidgets[0].data["kept"]

    client.post(address, {**data, "behalf_paper-kept": kept["token"]})

    assert BehalfRecord.objects.get().paper == StoredFile.objects.get()


def test_refusal_of_the_rule_stands_at_the_field_about_for_whom(client, secretary, unit, liaison, batch):
    address = page_of("proposal", batch)
    data = {**TYPED, **said(unit, behalf_person_name="李四"), "form_token": token_in(client, address)}

    form = client.post(address, data).context["form"]

    assert list(form.errors) == ["behalf_note"]
    assert f"现任联络员是{liaison.person.name}" in form.errors["behalf_note"][0]
    assert client.post(address, {**data, "behalf_note": "受联络员委托"}).status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"behalf_channel": "mail"}, "behalf_paper"),
        ({"behalf_received_on": str(timezone.localdate() + timedelta(days=2))}, "behalf_received_on"),
        ({"behalf_received_on": "昨天"}, "behalf_received_on"),
        ({"behalf_unit": "0"}, "behalf_unit"),
        ({"behalf_unit": ""}, "behalf_unit"),
    ],
)
def test_each_refusal_stands_at_its_field(client, secretary, unit, liaison, batch, changes, field):
    address = page_of("proposal", batch)
    data = {**TYPED, **said(unit, **changes), "form_token": token_in(client, address)}

    assert list(client.post(address, data).context["form"].errors) == [field]
    assert Proposal.objects.count() == 0


def test_paper_speaks_for_what_is_left_blank(client, secretary, unit, liaison, batch):
    address = page_of("proposal", batch)
    short = {**TYPED, "problem": "", "goals": "", "key_technology": "", "indicators": ""}
    data = {**short, **said(unit, behalf_see_paper="on"), "form_token": token_in(client, address)}

    refused = client.post(address, data).context["form"]
    assert list(refused.errors) == ["behalf_paper"]

    client.post(address, {**data, "behalf_paper": scan()})
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.problem, proposal.indicators) == (
        "submitted",
        "见所附原件。",
        "见所附原件。",
    )


def test_nomination_is_recorded_with_the_statement_on_paper(client, secretary, unit, liaison):
    address = page_of("nomination")
    data = {**PATENT, **said(unit), "statement": "", "form_token": token_in(client, address)}

    assert list(client.post(address, data).context["form"].errors) == ["statement"]
    client.post(address, {**data, "behalf_see_paper": "on", "behalf_paper": scan()})

    nomination = Nomination.objects.get()
    assert (nomination.unit, nomination.statement) == (unit, "见所附原件。")


def test_contribution_is_recorded(client, secretary, unit, liaison):
    address = page_of("contribution")
    data = {"headline": "某院中试", "category": "news", "text": "完成中试。", **said(unit)}

    client.post(address, {**data, "form_token": token_in(client, address)})

    article = Article.objects.get()
    assert (article.unit, article.state, article.headline) == (unit, "submitted", "某院中试")


def test_unit_follows_from_what_is_taken_back(client, secretary, unit, liaison):
    proposal = ProposalFactory(unit=unit, state="submitted")
    address = page_of("proposal-withdrawal", proposal)

    assert client.get(address).context["form"]["behalf_unit"].value() == str(unit.pk)
    client.post(address, said(UnitFactory()))

    proposal.refresh_from_db()
    assert (proposal.state, BehalfRecord.objects.get().unit_name) == ("withdrawn", "某研究院")


def test_correction_opens_with_what_was_written(client, secretary, unit, liaison):
    proposal = ProposalFactory(unit=unit, state="returned", title="原题")
    address = page_of("proposal-correction", proposal)

    form = client.get(address).context["form"]
    data = {**TYPED, **said(unit), "opened_version": form["opened_version"].value(), "title": "新题"}
    client.post(address, data)

    proposal.refresh_from_db()
    assert (form["title"].value(), proposal.title, proposal.state) == ("原题", "新题", "submitted")


def test_late_paper_goes_in_with_the_mark(client, secretary, unit, liaison, batch):
    set_deadline(batch, -86400)
    address = page_of("proposal", batch)
    before = str(timezone.localdate() - timedelta(days=3))
    data = {**TYPED, **said(unit, behalf_received_on=before), "form_token": token_in(client, address)}

    assert list(client.post(address, data).context["form"].errors) == ["behalf_paper"]
    client.post(address, {**data, "behalf_paper": scan()})

    assert BehalfRecord.objects.get().note == "截止后补录，材料于截止前收到"


# ---------------------------------------------------------------- what cannot be recorded
def test_unknown_acts_and_targets(client, secretary, batch):
    assert client.get("/admin/behalf/review/").status_code == 404
    assert client.get("/admin/behalf/proposal/").headers["Location"] == "/admin/behalf/#proposal"
    assert client.get("/admin/behalf/proposal/0/").headers["Location"] == START


def test_what_is_decided_is_not_taken_back(client, secretary):
    proposal = ProposalFactory(state="accepted")
    answer = client.post(page_of("proposal-withdrawal", proposal), said(proposal.unit), follow=True)

    assert "现在不能代录" in answer.content.decode()
    proposal.refresh_from_db()
    assert proposal.state == "accepted"


# ---------------------------------------------------------------- the mark, and the paper
def record_one(client, unit, batch) -> BehalfRecord:
    address = page_of("proposal", batch)
    data = {**TYPED, **said(unit, behalf_channel="wechat"), "form_token": token_in(client, address)}
    client.post(address, {**data, "behalf_paper": scan()})
    return BehalfRecord.objects.get()


def test_liaison_sees_mark_and_paper(client, secretary, unit, liaison, batch):
    record = record_one(client, unit, batch)
    client.force_login(liaison)

    text = client.get(Proposal.objects.get().get_absolute_url()).content.decode()

    assert record.in_words in text
    assert reverse("core:file", args=[record.paper_id]) in text
    assert client.get(reverse("core:file", args=[record.paper_id])).status_code == 200


def test_paper_is_the_units_and_the_secretariats(client, secretary, unit, liaison, batch):
    paper = reverse("core:file", args=[record_one(client, unit, batch).paper_id])
    readers = {
        200: [UserFactory(is_staff=True), liaison, expert_of(unit)],
        404: [liaison_of(UnitFactory()), expert_of(UnitFactory()), UserFactory()],
    }

    for status, users in readers.items():
        for user in users:
            client.force_login(user)
            assert client.get(paper).status_code == status
    client.logout()
    assert client.get(paper).status_code == 404


def test_paper_is_closed_to_whoever_has_left_the_seat(client, secretary, unit, liaison, batch):
    paper = reverse("core:file", args=[record_one(client, unit, batch).paper_id])
    liaison.person.occupancies.update(ended=True)
    client.force_login(liaison)

    assert client.get(paper).status_code == 404


def test_admin_page_of_the_object_shows_the_mark_and_offers_the_next_act(
    client, secretary, unit, liaison, batch
):
    record = record_one(client, unit, batch)
    proposal = Proposal.objects.get()

    text = client.get(reverse("admin:projects_proposal_change", args=[proposal.pk])).content.decode()

    assert record.in_words in text
    assert page_of("proposal-withdrawal", proposal) in text


def test_records_are_read_and_never_changed(client, unit, liaison, batch):
    client.force_login(staff())
    record = record_one(client, unit, batch)

    assert client.get(reverse("admin:core_behalfrecord_changelist")).status_code == 200
    assert client.get(reverse("admin:core_behalfrecord_add")).status_code == 403
    assert client.post(reverse("admin:core_behalfrecord_delete", args=[record.pk])).status_code == 403
    assert client.post(reverse("admin:core_behalfrecord_change", args=[record.pk])).status_code == 403


def test_list_of_acts_says_for_whom(client, unit, liaison, batch):
    client.force_login(staff(display_name="秘书乙"))
    record_one(client, unit, batch)

    text = client.get(reverse("admin:core_auditentry_changelist")).content.decode()

    assert f"秘书乙（代{liaison.person.name}）" in text
