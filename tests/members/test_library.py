"""The library: versions without gaps, what is in force, who may read and download."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.errors import BadFile, DomainError, NotAllowed
from alliance.core.files.serve import may_read
from members.enums import Access, Body, DocumentKind
from members.models import DocumentVersion
from members.services.library import add_version
from tests import factories as make
from tests.members.make_library import DocumentFactory, document, matter, pdf, secretary, stored_pdf

pytestmark = pytest.mark.django_db
LEVELS = (Access.PUBLIC, Access.MEMBERS, Access.COUNCIL, Access.STAFF)


@pytest.fixture
def people():
    unit = make.UnitFactory()
    return {
        "visitor": None,
        "nobody": make.UserFactory(),
        "liaison": make.liaison_of(unit),
        "former": make.liaison_of(make.UnitFactory(), ended=True),
        "council": make.council_member_of(unit),
        "staff": secretary(),
    }


READ = {"visitor": 1, "nobody": 1, "liaison": 2, "former": 1, "council": 3, "staff": 4}  # of LEVELS


# ---------------------------------------------------------------- versions
def test_versions_are_numbered_without_gaps_and_recorded():
    actor, kept = secretary(), DocumentFactory()
    numbers = [add_version(actor=actor, document=kept, upload=pdf(mark=str(n))).number for n in range(3)]

    assert numbers == [1, 2, 3]
    assert [act.action_label for act in audit.entries_of(kept)] == ["上传第3版", "上传第2版", "上传第1版"]


def test_refused_version_takes_no_number():
    actor, kept = secretary(), document()
    with pytest.raises(BadFile):
        add_version(actor=actor, document=kept, upload=make.SimpleUploadedFile("坏.pdf", b"MZ"))
    with pytest.raises(DomainError) as refused:
        add_version(actor=actor, document=kept)
    assert refused.value.field == "upload"

    assert add_version(actor=actor, document=kept, upload=pdf(mark="next")).number == 2


def test_version_in_force_before_it_is_adopted_is_refused():
    with pytest.raises(DomainError) as refused:
        add_version(
            actor=secretary(),
            document=DocumentFactory(),
            upload=pdf(),
            adopted_on=date(2015, 5, 29),
            effective_on=date(2015, 5, 28),
        )
    assert refused.value.field == "effective_on"


@pytest.mark.parametrize("role", ["liaison", "council", "nobody"])
def test_only_staff_add_versions(people, role):
    kept = DocumentFactory()
    with pytest.raises(NotAllowed):
        add_version(actor=people[role], document=kept, upload=pdf())
    assert not kept.versions.exists()


def test_versions_are_never_changed_or_deleted():
    version = document().versions.get()
    version.label = "改过的"
    with pytest.raises(DomainError):
        version.save()
    with pytest.raises(DomainError):
        version.delete()
    for act in (lambda rows: rows.update(label="改过的"), lambda rows: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError), transaction.atomic():
            act(DocumentVersion.objects.filter(pk=version.pk))
    assert DocumentVersion.objects.get().label == ""


def test_newest_in_force_goes_before_one_to_come():
    kept, today = DocumentFactory(), timezone.localdate()
    for days in (-400, -10, 10):
        day = today + timedelta(days=days)
        add_version(actor=None, document=kept, upload=pdf(mark=str(days)), effective_on=day)

    assert kept.in_force().number == 2
    assert kept.in_force(today - timedelta(days=11)).number == 1
    assert kept.in_force(today + timedelta(days=10)).number == 3
    assert kept.in_force(today - timedelta(days=999)).number == 3  # nothing in force: the newest there is
    assert DocumentFactory().in_force() is None


# ---------------------------------------------------------------- who reads
@pytest.mark.parametrize("role", READ)
def test_list_page_and_file_by_role(client, people, role):
    kept = {level: document(access=level, title=f"{level.label}文件") for level in LEVELS}
    if people[role]:
        client.force_login(people[role])
    listed = client.get("/library/").content.decode()

    for place, level in enumerate(LEVELS):
        allowed = place < READ[role]
        assert (f"{level.label}文件" in listed) is allowed, level
        expected = 200 if allowed else 404
        assert client.get(kept[level].get_absolute_url()).status_code == expected, level
        file = kept[level].versions.get().stored_id
        assert client.get(f"/files/{file}/").status_code == expected, level


def test_right_to_read_ends_with_the_seat(people):
    stored = document(access=Access.MEMBERS).versions.get().stored
    assert may_read(people["liaison"], stored)

    people["liaison"].person.occupancies.update(ended=True)
    assert not may_read(people["liaison"], stored)


def test_example_documents_are_for_people_who_are_logged_in(client, people):
    kept = document(is_example=True)
    stored = kept.versions.get().stored_id
    addresses = (kept.get_absolute_url(), f"/files/{stored}/")
    assert [client.get(address).status_code for address in addresses] == [404, 404]

    client.force_login(people["nobody"])
    assert [client.get(address).status_code for address in addresses] == [200, 200]


def test_document_without_version_is_not_listed(client):
    empty = DocumentFactory(title="尚无版本的办法")
    assert "尚无版本的办法" not in client.get("/library/").content.decode()
    assert client.get(empty.get_absolute_url()).status_code == 404


def test_list_is_ordered_by_kind_searched_and_narrowed(client):
    document(kind=DocumentKind.POLICY, title="产业政策汇编", issued_by="工信部")
    document(kind=DocumentKind.CHARTER, title="联盟章程")
    document(versions=2, kind=DocumentKind.CHARTER, title="章程附件")
    choices = client.get("/library/").context["kinds"]
    assert [(choice.label, choice.count) for choice in choices] == [
        ("全部", 3),
        ("联盟章程", 2),
        ("政策文件", 1),
    ]
    titles = ("联盟章程", "产业政策汇编")

    def shown(query):
        page = client.get(f"/library/{query}").content.decode()
        found = [(page.find(f"data-user-content>{title}</a>"), title) for title in titles]
        return sorted(pair for pair in found if pair[0] >= 0)

    assert [title for _, title in shown("")] == list(titles)
    assert [title for _, title in shown("?q=工信")] == ["产业政策汇编"]
    assert [title for _, title in shown("?kind=charter")] == ["联盟章程"]
    assert shown("?q=没有这样的文件") == []


def test_document_page_tells_what_adopted_each_version(client):
    kept = document()
    add_version(
        actor=None,
        document=kept,
        upload=pdf(mark="2"),
        label="2015年修订",
        adopted_on=date(2015, 5, 29),
        basis="第一届第四次理事会议定事项第六项",
    )
    page = client.get(kept.get_absolute_url()).content.decode()

    assert page.index("2015年修订") < page.index("其他版本")
    assert "第一届第四次理事会议定事项第六项" in page
    assert "2015年5月29日" in page
    assert page.index("其他版本") < page.rindex("未载明")


def test_file_of_somebody_else_is_not_made_public_by_its_number(people):
    """A secret attachment does not get out by naming its number in the form of a version."""
    own = make.UnitFactory()
    liaison = make.occupant_of(own, Body.LIAISON_MEETING)
    hidden = matter(own, actor=liaison, confidential=True, stored=stored_pdf(actor=liaison, mark="x")).stored
    with pytest.raises(NotAllowed):
        add_version(actor=people["staff"], document=DocumentFactory(), stored=hidden)
