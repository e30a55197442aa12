"""Clearing uploads that nothing uses; what anything uses is never touched."""

import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.files.store import store_file
from alliance.core.files.thumbnails import thumbnail_of
from alliance.core.files.unused import KEPT_DAYS, references, remove_unused_files
from alliance.core.models import AuditEntry, BehalfRecord, StoredFile
from alliance.core.tasks import remove_unused
from bulletins.models import ArticlePicture
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def on_disk(media) -> int:
    return len([path for path in media.rglob("*") if path.is_file()])


def aged(stored: StoredFile, days: int = KEPT_DAYS + 1) -> StoredFile:
    StoredFile.objects.filter(pk=stored.pk).update(created_at=timezone.now() - timedelta(days=days))
    return stored


def left() -> set[int]:
    return set(StoredFile.objects.values_list("pk", flat=True))


def test_old_upload_that_nothing_uses_is_removed_with_its_copies_and_remembered(media):
    stored = aged(make.stored_picture(name="旧图.png", size=(1600, 1200)))
    thumbnail_of(stored, 320)
    assert on_disk(media) == 2

    assert remove_unused_files() == 1

    assert (left(), on_disk(media)) == (set(), 0)
    act = AuditEntry.objects.get(action="core.storedfile.remove")
    assert (act.object_id, act.actor, act.data["name"]) == (stored.pk, None, "旧图.png")


def test_recent_upload_stays(media):
    stored = aged(make.stored_picture(), KEPT_DAYS - 1)

    assert remove_unused_files() == 0
    assert left() == {stored.pk}
    assert remove_unused_files(days=KEPT_DAYS - 2) == 1


def test_what_a_record_uses_stays(media):
    picture = aged(make.ArticlePictureFactory(stored=make.stored_picture(colour="#111111")).stored)
    paper = aged(make.stored_picture(colour="#222222"))
    user = make.staff()
    act = audit.record(actor=user, obj=user, action="core.user.test", label="代录")
    BehalfRecord.objects.create(
        act=act,
        person_name="张三",
        channel="phone",
        received_on=timezone.localdate(),
        paper=paper,
        recorded_by=user,
    )

    assert remove_unused_files() == 0
    assert left() == {picture.pk, paper.pk}


def test_every_relation_to_stored_files_is_looked_at():
    """A new model that points to files is found by itself; this list only shows that finding works."""
    found = {f"{relation.related_model._meta.label}.{relation.field.name}" for relation in references()}

    assert {"core.BehalfRecord.paper", "bulletins.ArticlePicture.stored"} <= found


def test_picture_taken_out_of_an_article_is_removed_later(media):
    picture = make.ArticlePictureFactory()
    stored = aged(picture.stored)
    assert remove_unused_files() == 0

    picture.delete()

    assert remove_unused_files() == 1
    assert StoredFile.objects.filter(pk=stored.pk).exists() is False


def test_file_that_an_article_links_or_a_snapshot_names_stays(media):
    linked, named, addressed, idle = (
        aged(make.stored_picture(colour=colour)) for colour in ("#111111", "#222222", "#333333", "#444444")
    )
    make.ArticleFactory(state="draft", body=f'<p><a href="/files/{linked.pk}/">附件</a></p>')
    document(digest="a", snapshot={"sections": [{"pictures": [{"media": named.pk, "caption": "图"}]}]})
    document(digest="b", snapshot={"html": f'<img src="media:{addressed.pk}">'})

    assert remove_unused_files() == 1
    assert left() == {linked.pk, named.pk, addressed.pk}
    assert StoredFile.objects.filter(pk=idle.pk).exists() is False


def document(*, digest: str, snapshot: dict):
    from alliance.printing.models import RenderedDocument

    return RenderedDocument.objects.create(
        kind="bulletin", digest=digest * 64, title="简报", file_name="简报.pdf", snapshot=snapshot
    )


def test_content_stays_while_another_row_has_it(media):
    first, second = aged(make.stored_picture(name="甲.png")), make.stored_picture(name="乙.png")
    assert first.file.name == second.file.name

    assert remove_unused_files() == 1

    assert left() == {second.pk}
    with second.file.open("rb") as file:
        assert file.read(4) == b"\x89PNG"


def test_file_already_gone_from_disk_is_no_obstacle(media):
    stored = aged(make.stored_picture())
    stored.file.storage.delete(stored.file.name)

    assert remove_unused() == 1
    assert left() == set()


def test_second_run_finds_nothing_more(media):
    aged(make.stored_picture())

    assert [remove_unused_files(), remove_unused_files()] == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_upload_of_the_same_content_meanwhile_keeps_its_file(media):
    """The upload locks the rows of its content first, so the clearing waits and then sees the new row."""
    content = make.picture_bytes()
    old = aged(store_file(actor=None, upload=SimpleUploadedFile("旧.png", content)))
    cleared = []

    def clear():
        cleared.append(remove_unused_files())
        connection.close()

    with transaction.atomic():
        new = store_file(actor=None, upload=SimpleUploadedFile("新.png", content))
        thread = threading.Thread(target=clear)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(10)

    assert cleared == [1]
    assert left() == {new.pk}
    assert new.file.name == old.file.name
    assert new.file.storage.exists(new.file.name)


@pytest.mark.django_db(transaction=True)
def test_no_record_is_left_pointing_at_a_file_that_was_cleared_meanwhile(media):
    """Its insert is not seen before its commit, which the database then refuses: nothing dangles."""
    stored = aged(make.stored_picture())
    article = make.ArticleFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        ArticlePicture.objects.create(article=article, stored=stored)
        thread = threading.Thread(target=lambda: (remove_unused_files(), connection.close()))
        thread.start()
        thread.join(10)

    assert ArticlePicture.objects.count() == 0
    assert left() == set()
