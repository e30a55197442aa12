"""The admin of the library and of matters: what is saved there goes through the services."""

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.core import audit
from alliance.core.models import BehalfRecord
from alliance.core.transitions import run_transition
from members.enums import MatterState
from members.models import Matter, SharedMaterial
from tests import factories as make
from tests.core.admin_forms import add_row, page_data, problems
from tests.members.make_library import DocumentFactory, document, material, matter, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client):
    user = make.staff(display_name="秘书甲")
    client.force_login(user)
    return user


def page_of(obj) -> str:
    return reverse(f"admin:members_{obj._meta.model_name}_change", args=[obj.pk])


# ---------------------------------------------------------------- versions
def test_version_is_added_under_the_actor(client, secretary):
    kept = document()
    data = page_data(client.get(page_of(kept)))
    answer = client.post(
        page_of(kept), add_row(data, "versions", upload=pdf("新版.pdf", "2"), label="修订", basis="理事会")
    )
    assert answer.status_code == 302, problems(answer)
    version = kept.versions.first()
    assert (version.number, version.label, version.created_by) == (2, "修订", secretary)
    assert "上传第2版" in [act.action_label for act in audit.entries_of(kept)]


def test_wrong_days_are_said_at_the_field_and_the_file_is_kept(client, secretary):
    kept = DocumentFactory()
    data = page_data(client.get(page_of(kept)))
    days = {"adopted_on": "2015-05-29", "effective_on": "2015-05-01"}
    answer = client.post(page_of(kept), add_row(data, "versions", upload=pdf(), **days))
    form = answer.context["inline_admin_formsets"][0].formset.forms[0]

    assert form.errors == {"effective_on": ["施行日期不能早于通过日期。"]}
    assert form.data[form.add_prefix("stored")]
    assert not kept.versions.exists()


def test_version_that_stands_is_not_changed_by_a_forged_form(client, secretary):
    kept = document()
    version = kept.versions.get()
    data = page_data(client.get(page_of(kept)))
    forged = {"versions-INITIAL_FORMS": "1", "versions-TOTAL_FORMS": "1", "versions-0-id": version.pk}
    client.post(page_of(kept), {**data, **forged, "versions-0-label": "偷换", "versions-0-DELETE": "on"})
    version.refresh_from_db()
    assert version.label == ""


def test_document_with_versions_is_not_deleted(client, secretary):
    kept = document()
    address = reverse("admin:members_librarydocument_delete", args=[kept.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    kept.refresh_from_db()


def test_material_is_only_read(client, secretary):
    kept = material()
    page = client.get(page_of(kept))
    assert page.status_code == 200
    client.post(page_of(kept), {"title": "改名"})
    assert SharedMaterial.objects.get().title == kept.title


# ---------------------------------------------------------------- matters
def test_plan_and_step_in_one_form(client, secretary):
    raised = run_transition(actor=secretary, obj=matter(), name="take_up")
    data = page_data(client.get(page_of(raised)))
    data |= {"due_at_0": "2026-12-31", "due_at_1": "17:00"}
    answer = client.post(page_of(raised), add_row(data, "steps", text="已征求意见。", shown="on"))

    assert answer.status_code == 302, problems(answer)
    raised.refresh_from_db()
    assert timezone.localtime(raised.due_at).strftime("%Y-%m-%d %H:%M") == "2026-12-31 17:00"
    step = raised.steps.get()
    assert (step.text, step.shown, step.created_by) == ("已征求意见。", True, secretary)
    labels = [act.action_label for act in audit.entries_of(raised)]
    assert labels == ["添加办理记录", "安排办理", "受理", "提交"]


def test_internal_step_is_not_shown_to_the_unit(client, secretary):
    unit = make.UnitFactory()
    liaison = make.liaison_of(unit)
    raised = run_transition(actor=secretary, obj=matter(unit, actor=liaison), name="take_up")
    for text, shown in (("内部商议。", {}), ("已发函。", {"shown": "on"})):
        data = page_data(client.get(page_of(raised)))
        answer = client.post(page_of(raised), add_row(data, "steps", text=text, **shown))
        assert answer.status_code == 302, problems(answer)
    client.force_login(liaison)
    page = client.get(raised.get_absolute_url()).content.decode()

    assert "已发函。" in page
    assert "内部商议。" not in page


def test_what_the_unit_wrote_is_not_changed_here(client, secretary):
    raised = matter()
    data = page_data(client.get(page_of(raised)))
    client.post(page_of(raised), {**data, "title": "改写", "text": "改写", "confidential": "on"})
    raised.refresh_from_db()
    assert (raised.title, raised.confidential) == ("建议开放中试线", False)


def test_answer_and_reopening_by_the_pages(client, secretary):
    raised = run_transition(actor=secretary, obj=matter(), name="take_up")
    answer = reverse("admin:members_matter_answer", args=[raised.pk])
    assert "请填写答复。" in client.post(answer, {"text": " "}).content.decode()
    client.post(answer, {"text": "同意。"})
    raised.refresh_from_db()
    assert (raised.state, raised.answer) == (MatterState.ANSWERED, "同意。")
    assert client.get(answer, follow=True).redirect_chain

    client.post(reverse("admin:members_matter_move", args=[raised.pk, "reopen"]), {"reason": "情况有变"})
    raised.refresh_from_db()
    assert raised.state == MatterState.HANDLING
    assert raised.steps.get().text == "重新办理：情况有变"


def test_neither_added_nor_deleted_here(client, secretary):
    raised = matter()
    assert client.get(reverse("admin:members_matter_add")).status_code == 403
    assert client.post(reverse("admin:members_matter_delete", args=[raised.pk])).status_code == 403


# ---------------------------------------------------------------- 代录
def test_confidential_matter_recorded_for_a_unit_is_handled_by_who_recorded_it(client, secretary):
    unit = make.UnitFactory(name="某研究院")
    liaison = make.liaison_of(unit)
    address = reverse("admin:behalf_act", args=["matter"])
    form = client.get(address).context["form"]
    typed = {
        "form_token": str(form["form_token"].value()),
        "behalf_unit": str(unit.pk),
        "behalf_person_name": liaison.person.name,
        "behalf_channel": "phone",
        "behalf_received_on": timezone.localdate().isoformat(),
        "kind": "dispute",
        "title": "合作款",
        "text": "对方逾期。",
        "confidential": "on",
    }
    answer = client.post(address, typed)
    raised = Matter.objects.first()

    assert raised is not None, answer.context["form"].errors
    assert (raised.unit, raised.handler, raised.state) == (unit, secretary, MatterState.SUBMITTED)
    record = BehalfRecord.objects.get()
    assert (record.act.object_label, record.unit_name) == (f"{raised.number}（保密）", "某研究院")
