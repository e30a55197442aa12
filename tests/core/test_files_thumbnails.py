"""Smaller copies of pictures: made once, checked like the picture, named in the page with their sizes."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from PIL import Image

from alliance.core.files.store import store_file
from alliance.core.files.thumbnails import thumbnail_name, widths_of
from tests.core.uploads import encode
from tests.factories import ArticlePictureFactory, UserFactory, stored_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def owner(client):
    user = UserFactory()
    client.force_login(user)
    return user


def get(client, stored, width: int, **headers):
    return client.get(f"/files/{stored.pk}/{width}/", headers=headers)


def picture_of(response) -> Image.Image:
    return Image.open(io.BytesIO(response.getvalue()))


@pytest.mark.parametrize(("width", "size"), [(320, (320, 240)), (960, (960, 720))])
def test_copy_has_the_width_and_shape_of_the_picture(client, owner, width, size):
    response = get(client, stored_picture(actor=owner, size=(1600, 1200)), width)

    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert picture_of(response).size == size


def test_copy_is_made_once(client, owner, media):
    stored = stored_picture(actor=owner, size=(1600, 1200))
    get(client, stored, 320)
    path = media / thumbnail_name(stored, 320)
    written = path.stat().st_mtime_ns

    get(client, stored, 320)

    assert path.stat().st_mtime_ns == written
    assert [file.name for file in (media / "thumbnails").rglob("*.png")] == [path.name]


def test_copy_of_a_jpeg_holds_no_more_than_pixels(client, owner):
    upload = SimpleUploadedFile("照片.jpg", encode(Image.new("CMYK", (1600, 900))))
    response = get(client, store_file(actor=owner, upload=upload), 960)

    copy = picture_of(response)
    assert (copy.format, copy.mode, copy.size) == ("JPEG", "RGB", (960, 540))
    assert copy.getexif() == {}


def test_picture_no_wider_than_asked_is_served_itself(client, owner):
    stored = stored_picture(actor=owner, size=(200, 100))

    response = get(client, stored, 320)

    assert (picture_of(response).size, response["ETag"]) == ((200, 100), f'"{stored.sha256}"')


def test_cache_is_told_apart_by_width(client, owner):
    stored = stored_picture(actor=owner, size=(1600, 1200))
    tag = f'"{stored.sha256}-320"'

    assert get(client, stored, 320)["ETag"] == tag
    assert get(client, stored, 320, If_None_Match=tag).status_code == 304
    assert get(client, stored, 960, If_None_Match=tag).status_code == 200


@pytest.mark.parametrize("width", [0, 1, 321, 100_000])
def test_other_widths_are_not_made(client, owner, width):
    assert get(client, stored_picture(actor=owner, size=(1600, 1200)), width).status_code == 404


def test_document_has_no_copies(client, owner):
    stored = store_file(actor=owner, upload=SimpleUploadedFile("甲.pdf", b"%PDF-1.7\n%%EOF"))

    assert get(client, stored, 320).status_code == 404
    assert widths_of(stored) == []


def test_right_is_asked_before_a_copy_is_made(client, media):
    stored = stored_picture(size=(1600, 1200))
    client.force_login(UserFactory())

    assert get(client, stored, 320).status_code == 404
    assert not (media / "thumbnails").exists()


def test_original_lost_from_disk_is_404(client, owner):
    stored = stored_picture(actor=owner, size=(1600, 1200))
    stored.file.storage.delete(stored.file.name)

    assert get(client, stored, 320).status_code == 404


def test_disk_that_takes_nothing_costs_the_copy_and_not_the_picture(client, owner, media):
    stored = stored_picture(actor=owner, size=(1600, 1200))
    (media / "thumbnails").write_text("a file where the folder should be")

    assert picture_of(get(client, stored, 320)).size == (1600, 1200)


# ---------------------------------------------------------------- in the page
def tag(stored, **options) -> str:
    words = " ".join(f'{name}="{value}"' for name, value in options.items())
    template = Template(f"{{% load files %}}{{% stored_picture stored '图注' {words} %}}")
    return template.render(Context({"stored": stored}))


def test_tag_names_copies_and_size():
    stored = stored_picture(size=(1600, 1200))

    assert tag(stored, sizes="50vw") == (
        f'<img src="/files/{stored.pk}/" srcset="/files/{stored.pk}/320/ 320w, /files/{stored.pk}/960/ 960w, '
        f'/files/{stored.pk}/ 1600w" sizes="50vw" alt="图注" width="1600" height="1200" loading="lazy" '
        'decoding="async">'
    )


def test_tag_of_a_small_picture_names_no_copies():
    stored = stored_picture(size=(200, 100))

    assert "srcset" not in tag(stored)
    assert 'width="200" height="100"' in tag(stored)


def test_article_shows_its_pictures_with_copies_and_hides_them_with_itself(client):
    shown = ArticlePictureFactory(stored=stored_picture(size=(1600, 1200), colour="#101010"))
    hidden = ArticlePictureFactory(
        article__state="draft", stored=stored_picture(size=(1600, 1200), colour="#202020")
    )

    page = client.get(shown.article.get_absolute_url()).content.decode()

    assert f"/files/{shown.stored_id}/960/ 960w" in page
    assert get(client, shown.stored, 960).status_code == 200
    assert get(client, hidden.stored, 960).status_code == 404
