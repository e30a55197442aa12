"""资料交流: shared by a liaison, read by members, taken down with a reason, never deleted."""

import uuid

import pytest

from alliance.core import audit
from alliance.core.behalf import BehalfError
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.models import BehalfRecord
from members.enums import Access
from members.models import SharedMaterial
from members.services.library import share_material, take_down_material
from tests import factories as make
from tests.members.make_library import material, pdf, secretary, stored_pdf
from tests.projects.behalf import called_by_liaison, on_behalf

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make.UnitFactory(name="某研究院")


@pytest.fixture
def liaison(unit):
    return make.liaison_of(unit)


@pytest.fixture
def other():
    return make.liaison_of(make.UnitFactory(name="另一研究院"))


def content(**given) -> dict:
    stored = stored_pdf(mark=uuid.uuid4().hex)
    return {"title": "钒渣利用报告", "summary": "", "access": Access.MEMBERS, "stored": stored, **given}


# ---------------------------------------------------------------- sharing
def test_liaison_shares_through_the_form(client, unit, liaison):
    client.force_login(liaison)
    page = client.get("/library/materials/new/")
    typed = {
        "form_token": str(page.context["form"]["form_token"].value()),
        "title": "钒渣利用报告",
        "summary": "二〇一五年调研。",
        "access": "members",
        "stored": pdf("报告.pdf"),
    }
    answer = client.post("/library/materials/new/", typed)

    shared = SharedMaterial.objects.get()
    assert answer.headers["Location"] == shared.get_absolute_url()
    assert (shared.unit, shared.created_by, shared.stored.name) == (unit, liaison, "报告.pdf")
    assert audit.entries_of(shared).get().action_label == "分享资料"


def test_form_without_file_says_so_and_keeps_what_was_typed(client, liaison):
    client.force_login(liaison)
    token = str(uuid.uuid4())
    typed = {"form_token": token, "title": "钒渣利用报告", "access": "members"}
    page = client.post("/library/materials/new/", typed)

    assert page.status_code == 200
    assert "stored" in page.context["form"].errors
    assert "钒渣利用报告" in page.content.decode()
    assert not SharedMaterial.objects.exists()


def test_same_form_sent_twice_shares_once(unit, liaison):
    token, given = uuid.uuid4(), content()
    first, second = (share_material(actor=liaison, unit=unit, token=token, content=given) for _ in range(2))
    assert first == second


def test_token_of_somebody_elses_form_is_refused(unit, liaison, other):
    kept = material(unit, actor=liaison)
    with pytest.raises(DomainError):
        share_material(actor=other, unit=other.person.unit, token=kept.form_token, content=content())


@pytest.mark.parametrize("access", [Access.PUBLIC, Access.STAFF])
def test_material_is_for_members_or_the_council(unit, liaison, access):
    with pytest.raises(DomainError) as refused:
        share_material(actor=liaison, unit=unit, token=uuid.uuid4(), content=content(access=access))
    assert refused.value.field == "access"


def test_only_the_units_own_liaison_shares(unit, other):
    for actor in (other, make.expert_of(unit), make.UserFactory()):
        with pytest.raises(NotAllowed):
            share_material(actor=actor, unit=unit, token=uuid.uuid4(), content=content())


def test_staff_record_it_for_the_unit(unit, liaison):
    actor = make.staff()
    shared = share_material(
        actor=actor,
        unit=unit,
        token=uuid.uuid4(),
        content=content(),
        behalf=called_by_liaison(liaison, unit),
    )
    assert BehalfRecord.objects.get().unit_name == "某研究院"
    assert shared.unit == unit
    with pytest.raises(BehalfError):
        share_material(
            actor=actor, unit=unit, token=uuid.uuid4(), content=content(), behalf=on_behalf(unit, "路人")
        )


# ---------------------------------------------------------------- reading
def test_list_is_for_members_alone(client, unit, liaison):
    material(unit, actor=liaison)
    council = material(unit, actor=liaison, title="理事会材料", access=Access.COUNCIL)
    assert client.get("/library/materials/").status_code == 302
    for user, status, sees_council in (
        (make.UserFactory(), 403, False),
        (make.expert_of(make.UnitFactory()), 200, False),
        (make.council_member_of(make.UnitFactory()), 200, True),
        (secretary(), 200, True),
    ):
        client.force_login(user)
        page = client.get("/library/materials/")
        assert page.status_code == status
        assert ("理事会材料" in page.content.decode()) is sees_council
        detail = client.get(council.get_absolute_url()).status_code
        assert detail == (200 if sees_council else 404)
        assert client.get(f"/files/{council.stored_id}/").status_code == detail


def test_list_is_searched_and_narrowed_to_a_unit(client, unit, liaison, other):
    material(unit, actor=liaison, title="提钒工艺课件")
    their = other.person.unit
    material(their, actor=other, title="海绵钛标准草案")
    client.force_login(liaison)

    def shown(query):
        page = client.get(f"/library/materials/{query}").content.decode()
        return [title for title in ("提钒工艺课件", "海绵钛标准草案") if title in page]

    assert shown("?q=课件") == ["提钒工艺课件"]
    assert shown(f"?unit={their.pk}") == ["海绵钛标准草案"]
    assert len(shown("")) == 2


# ---------------------------------------------------------------- taking down
def test_taken_down_is_out_of_reach_but_kept(client, unit, liaison, other):
    kept = material(unit, actor=liaison)
    take_down_material(actor=liaison, material=kept, reason="数据有误")
    client.force_login(other)

    assert kept.title not in client.get("/library/materials/").content.decode()
    assert client.get(kept.get_absolute_url()).status_code == 404
    assert client.get(f"/files/{kept.stored_id}/").status_code == 404
    client.force_login(liaison)
    assert "数据有误" in client.get(kept.get_absolute_url()).content.decode()
    assert audit.entries_of(kept).first().reason == "数据有误"


def test_staff_take_down_on_the_page(client, unit, liaison):
    kept = material(unit, actor=liaison)
    client.force_login(secretary())
    page = client.post(kept.get_absolute_url(), {"reason": " "})
    assert "reason" in page.context["form"].errors

    client.post(kept.get_absolute_url(), {"reason": "涉及第三方版权"})
    kept.refresh_from_db()
    assert (kept.is_down, kept.taken_down_reason) == (True, "涉及第三方版权")


def test_another_unit_does_not_take_down(client, unit, liaison, other):
    kept = material(unit, actor=liaison)
    client.force_login(other)
    assert client.post(kept.get_absolute_url(), {"reason": "不喜欢"}).status_code == 403
    with pytest.raises(NotAllowed):
        take_down_material(actor=other, material=kept, reason="不喜欢")
    kept.refresh_from_db()
    assert not kept.is_down


def test_taken_down_once_with_a_reason(unit, liaison):
    kept = material(unit, actor=liaison)
    for reason in ("", "长" * 201):
        with pytest.raises(DomainError) as refused:
            take_down_material(actor=liaison, material=kept, reason=reason)
        assert refused.value.field == "reason"
    take_down_material(actor=liaison, material=kept, reason="数据有误")
    with pytest.raises(WrongState):
        take_down_material(actor=liaison, material=kept, reason="再来一次")
