"""The page of an entry: words and pictures for print, its source, remarks, the preview while it is typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bulletins.models import BulletinEntry, EntryComment, EntryPicture
from tests import factories as make
from tests.bulletins.test_admin_bulletins import page_of, said
from tests.core.admin_forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client):
    user = make.staff(display_name="秘书甲")
    client.force_login(user)
    return user


@pytest.fixture
def entry():
    return make.BulletinEntryFactory(article__headline="甲稿", article__body="<p>第一段。</p><p>第二段。</p>")


def at(entry, name: str = "entry", *more) -> str:
    return page_of(entry.section.bulletin, name, entry.pk, *more)


def opened(client, entry) -> dict:
    """Everything that saving the opened page unchanged would send."""
    context = client.get(at(entry)).context
    data = filled(context["form"]) | filled(context["rows"].management_form)
    for row in context["rows"].forms:
        data |= filled(row)
    return {name: value for name, value in data.items() if value != ""}


def saved(entry) -> BulletinEntry:
    return BulletinEntry.objects.get(pk=entry.pk)


# ---------------------------------------------------------------- words
def test_words_for_print_are_saved_and_the_source_stays(client, secretary, entry):
    data = {
        **opened(client, entry),
        "headline": "甲稿摘要",
        "body": "<p>第一段。</p>",
        "new_page": "on",
        "columns": "2",
    }
    answer = client.post(at(entry), data)
    assert answer.url == f"{page_of(entry.section.bulletin)}#entry-{entry.pk}"
    found = saved(entry)
    assert (found.headline, found.content["body"], found.new_page, found.columns) == (
        "甲稿摘要",
        "<p>第一段。</p>",
        True,
        2,
    )
    found.article.refresh_from_db()
    assert (found.article.headline, found.article.body) == ("甲稿", "<p>第一段。</p><p>第二段。</p>")


def test_saving_unchanged_makes_no_version(client, secretary, entry):
    before = entry.history.count()
    assert client.post(at(entry), opened(client, entry)).status_code == 302
    assert entry.history.count() == before


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, secretary, entry):
    data = {**opened(client, entry), "headline": "", "body": "<p>改过的。</p>", "signature": "长" * 61}
    answer = client.post(at(entry), data)
    form = answer.context["form"]
    assert form.errors == {"headline": ["请填写“标题”。"], "signature": ["最多 60 个字，现在有 61 个。"]}
    assert "改过的。" in answer.content.decode()
    assert saved(entry).headline == "甲稿"


def test_two_editors_see_both_texts_and_saving_again_is_deliberate(client, secretary, entry):
    data = {**opened(client, entry), "headline": "甲稿（我的）"}
    BulletinEntry.objects.update(headline="甲稿（别人的）")
    answer = client.post(at(entry), data)
    text = answer.content.decode()
    assert "已被他人修改" in text and "标题：已保存的与您填写的不同" in text
    assert "别人的" in text and answer.context["form"]["headline"].value() == "甲稿（我的）"
    assert saved(entry).headline == "甲稿（别人的）"
    again = {**data, "opened_stamp": answer.context["form"]["opened_stamp"].value()}
    assert client.post(at(entry), again).status_code == 302
    assert saved(entry).headline == "甲稿（我的）"


@pytest.mark.parametrize(("button", "place"), [("_next", "next"), ("_stay", "same"), ("_save", "bench")])
def test_the_button_says_where_it_goes_on(client, secretary, entry, button, place):
    following = make.BulletinEntryFactory(section=entry.section, order=5)
    places = {
        "next": at(following),
        "same": at(entry),
        "bench": f"{page_of(entry.section.bulletin)}#entry-{entry.pk}",
    }
    assert client.post(at(entry), {**opened(client, entry), button: ""}).url == places[place]


def test_minutes_are_edited_point_by_point(client, secretary):
    minutes = {
        "title": "纪要", "preamble": ["某日开会。"], "participants_heading": "参会人员：", "participants": "甲、乙",
        "points": [{"number": "一", "kind": "decision", "text": "同意。"}, {"number": "二", "kind": "task", "text": "起草。"}],
    }  # fmt: skip
    entry = make.BulletinEntryFactory(
        kind="minutes", article=None, minutes=make.MinutesFactory(), headline="纪要", toc_title="纪要",
        content={"body": "", "signature": "", "minutes": minutes}, taken={},
    )  # fmt: skip
    data = {**opened(client, entry), "point_1": "起草办法。", "preamble": "某日开会。\n\n一致同意。"}
    assert client.post(at(entry), data).status_code == 302
    found = saved(entry).content["minutes"]
    assert [point["text"] for point in found["points"]] == ["同意。", "起草办法。"]
    assert (found["preamble"], found["points"][1]["kind"]) == (["某日开会。", "一致同意。"], "task")


def test_an_entry_of_a_closed_issue_is_shown_and_not_saved(client, secretary, entry):
    data = opened(client, entry)
    type(entry.section.bulletin).objects.update(state="approved")
    page = client.get(at(entry)).content.decode()
    assert "本期已审定，内容只能查看。" in page and 'name="_save"' not in page
    answer = client.post(at(entry), {**data, "headline": "改名"})
    assert "内容不能再改" in answer.content.decode()
    assert saved(entry).headline == "甲稿"


# ---------------------------------------------------------------- pictures
def test_pictures_are_worded_reordered_and_left_out(client, secretary, entry):
    first, second = (
        EntryPicture.objects.create(entry=entry, stored=make.stored_picture(), caption=name, order=place)
        for place, name in enumerate(("甲图", "乙图"))
    )
    data = opened(client, entry)
    data |= {
        "pictures-0-order": "2",
        "pictures-1-order": "1",
        "pictures-0-dropped": "on",
        "pictures-1-alt": "会场",
    }
    assert client.post(at(entry), data).status_code == 302
    pictures = entry.pictures.order_by("order").values_list("pk", "alt", "dropped")
    assert list(pictures) == [(second.pk, "会场", False), (first.pk, "", True)]


def test_uploads_and_pictures_of_the_library_come_last(client, secretary, entry):
    EntryPicture.objects.create(entry=entry, stored=make.stored_picture(), caption="甲图")
    of_article = make.ArticlePictureFactory(
        article=make.ArticleFactory(year=entry.section.bulletin.year)
    ).stored
    page = client.get(at(entry))
    assert page.context["library"] == [of_article]
    upload = SimpleUploadedFile("新照片.png", make.picture_bytes())
    data = {**opened(client, entry), "uploads": [upload], "library": [str(of_article.pk)]}
    assert client.post(at(entry), data).status_code == 302
    files = [one.stored for one in entry.pictures.order_by("order").select_related("stored")]
    assert (len(files), {files[1].name, files[2].name}) == (3, {"新照片.png", of_article.name})


def test_a_refused_upload_is_said_and_the_accepted_one_stays_with_the_form(client, secretary, entry):
    good, bad = (
        SimpleUploadedFile("照片.png", make.picture_bytes()),
        SimpleUploadedFile("坏.png", b"no picture"),
    )
    answer = client.post(at(entry), {**opened(client, entry), "uploads": [good, bad]})
    assert "“坏.png”" in answer.content.decode()
    assert len(answer.context["rows"].forms) == 1
    assert not entry.pictures.exists()


@pytest.mark.parametrize("total", ["", "x", "-1", "9999999999"])
def test_a_broken_count_of_rows_is_no_failure(client, secretary, entry, total):
    answer = client.post(at(entry), {**opened(client, entry), "pictures-TOTAL_FORMS": total})
    assert answer.status_code in (200, 302)


# ---------------------------------------------------------------- the source
@pytest.fixture
def changed(entry):
    entry.article.body = "<p>第一段。</p><p>第二段改了。</p>"
    entry.article.save()
    return entry


def test_the_change_is_shown_and_taken_over(client, secretary, changed):
    text = client.get(at(changed)).content.decode()
    assert "来源已修改" in text and "改了" in text
    answer = client.post(at(changed, "take_over"))
    assert answer.url == at(changed)
    assert saved(changed).content["body"] == "<p>第一段。</p><p>第二段改了。</p>"
    assert client.get(at(changed)).context["change"] is None


def test_the_own_text_is_kept_and_the_change_noted(client, secretary, changed):
    client.post(at(changed, "keep_own"))
    assert saved(changed).content["body"] == "<p>第一段。</p><p>第二段。</p>"
    assert client.get(at(changed)).context["change"] is None


# ---------------------------------------------------------------- remarks
def test_a_remark_is_made_and_settled(client, secretary, entry):
    client.post(at(entry, "comment"), {"text": "请核对日期"})
    remark = EntryComment.objects.get()
    assert (remark.text, remark.author) == ("请核对日期", secretary)
    client.post(at(entry, "comment_done", remark.pk))
    page = client.get(at(entry))
    assert [one.badge for one in page.context["remarks"]] == ["秘书甲已处理"]
    assert said(client.post(at(entry, "comment"), {"text": " "}))[-1] == "请填写批注。"


def test_a_remark_of_another_entry_is_not_settled_here(client, secretary, entry):
    stranger = EntryComment.objects.create(entry=make.BulletinEntryFactory(), text="别处的")
    assert client.post(at(entry, "comment_done", stranger.pk)).status_code == 404


# ---------------------------------------------------------------- preview
def test_the_preview_shows_what_is_typed_and_saves_nothing(client, secretary, entry):
    picture = EntryPicture.objects.create(entry=entry, stored=make.stored_picture(), caption="旧图注")
    data = {
        **opened(client, entry),
        "headline": "正在改",
        "body": "<p>新的一段。</p>",
        "pictures-0-caption": "新图注",
    }
    html = client.post(at(entry, "entry_preview"), data).json()["html"]
    assert "正在改" in html and "新的一段。" in html and "新图注" in html
    assert f"/files/{picture.stored_id}/960/" in html and "media:" not in html
    assert saved(entry).headline == "甲稿"


def test_the_preview_of_the_issue_is_the_printed_page(client, secretary, entry):
    answer = client.get(page_of(entry.section.bulletin, "preview"))
    text = answer.content.decode()
    assert "甲稿" in text and "<style>" in text
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


# ---------------------------------------------------------------- queries
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_queries_for_one_picture_and_three(
    client, secretary, django_assert_num_queries, rows
):
    entry = make.BulletinEntryFactory()
    make.BulletinEntryFactory.create_batch(rows, section=entry.section)
    for _ in range(rows):
        EntryPicture.objects.create(entry=entry, stored=make.stored_picture())
        EntryComment.objects.create(entry=entry, text="请核对", author=secretary)
    client.get(at(entry))
    with django_assert_num_queries(28):
        client.get(at(entry))
