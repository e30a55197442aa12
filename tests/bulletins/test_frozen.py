"""An issue that is out stays as it was issued, whatever is edited afterwards: snapshot, pages, files, pictures."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.core.files.unused import remove_unused_files
from alliance.core.models import StoredFile
from alliance.core.transitions import run_transition
from alliance.printing.services import content_digest
from bulletins.documents import build_bulletin, compose_bulletin
from bulletins.enums import RenditionVariant
from bulletins.file_keepers import printed_in_frozen_issues
from bulletins.models import Article, Bulletin, BulletinEntry, EntryPicture
from bulletins.services.compiling import compile_bulletin
from bulletins.services.editing import update_bulletin
from bulletins.services.issuing import issue_bulletin, printable_variants
from bulletins.services.renditions import kind_of, print_bulletin
from members.models import AllianceProfile
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued() -> Bulletin:
    """With an article, its picture, signed minutes, and a cover."""
    make.AllianceProfileFactory()
    make.ArticlePictureFactory(
        article=make.ArticleFactory(year=2015, headline="联盟动态", body="<p>共17项。</p>"),
        stored=make.stored_picture(colour="#223344"),
    )
    point = make.ResolutionFactory(number=1, text="议定如此。")
    make.MinutesFactory(meeting=point.meeting, title="纪要", state="signed")
    bulletin = compile_bulletin(actor=None, year=2015)
    cover = make.stored_picture(colour="#556677")
    bulletin = update_bulletin(actor=None, bulletin=bulletin, version=None, changes={"cover": cover})
    for name in ("send_to_proof", "approve"):
        bulletin = run_transition(actor=None, obj=bulletin, name=name)
    return issue_bulletin(actor=make.staff(), bulletin=bulletin)


def edit_everything(bulletin: Bulletin) -> None:
    """As people do (sources, profile), and as a slip past every service would (rows of the issue itself)."""
    Article.objects.update(headline="改过的标题", body="<p>共99项。</p>")
    Article.objects.get().pictures.all().delete()
    minutes = BulletinEntry.objects.get(kind="minutes").minutes
    minutes.meeting.resolutions.update(text="改过的议定事项")
    AllianceProfile.objects.update(name="改名后的联盟", phones="000")
    BulletinEntry.objects.update(headline="改过的篇目", content={"body": "<p>改</p>"})
    EntryPicture.objects.update(caption="改过的图注")
    Bulletin.objects.filter(pk=bulletin.pk).update(greeting="改过的贺词", palette="grey", cover=None)


def test_the_snapshot_stands_after_every_edit(issued):
    before = build_bulletin(pk=issued.pk)
    assert (before, issued.state) == (issued.frozen, "issued")
    edit_everything(issued)
    assert build_bulletin(pk=issued.pk) == before
    assert "改过" in str(compose_bulletin(Bulletin.objects.get()))


def test_every_file_asked_for_afterwards_is_the_same_document(issued):
    first = {one.variant: one.requested for one in issued.renditions.select_related("requested")}
    assert set(first) == set(RenditionVariant.values) == set(printable_variants())
    edit_everything(issued)
    for variant, document in first.items():
        again = print_bulletin(actor=None, bulletin=issued, variant=variant)
        assert (again.pk, again.snapshot) == (document.pk, issued.frozen)


def test_the_pages_that_readers_see_stay(issued, client):
    edit_everything(issued)
    text = client.get(reverse("bulletins:bulletin", args=[2015])).content.decode()
    assert "联盟动态" in text and "共17项。" in text and "议定如此。" in text
    assert "改过的" not in text


def test_an_article_taken_down_leaves_its_picture_in_the_issue(issued, client):
    run_transition(actor=None, obj=Article.objects.get(), name="unpublish", reason="有误")
    Article.objects.get().pictures.all().delete()
    media = [picture.stored_id for picture in EntryPicture.objects.all()]
    assert len(media) == 1
    for pk in (*media, issued.cover_id):
        response = client.get(reverse("core:file", args=[pk]))
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")
        assert b"".join(response.streaming_content)


def test_pictures_of_a_frozen_issue_are_never_cleared_away(issued):
    printed = set(EntryPicture.objects.values_list("stored_id", flat=True)) | {issued.cover_id}
    loose = make.stored_picture(colour="#010203")
    Article.objects.get().pictures.all().delete()
    EntryPicture.objects.all().delete()
    Bulletin.objects.update(cover=None)
    issued.history.all().delete()
    StoredFile.objects.update(created_at=timezone.now() - timedelta(days=90))
    assert printed_in_frozen_issues(printed | {loose.pk}) == printed
    assert remove_unused_files() == 1
    assert set(StoredFile.objects.values_list("pk", flat=True)) == printed


def test_the_digest_of_a_file_depends_on_the_snapshot_alone(issued):
    from alliance.printing.registry import get_kind

    kind = get_kind(kind_of(RenditionVariant.PDF))
    before = content_digest(kind, build_bulletin(pk=issued.pk))
    edit_everything(issued)
    assert content_digest(kind, build_bulletin(pk=issued.pk)) == before
    assert content_digest(kind, compose_bulletin(Bulletin.objects.get())) != before
