"""Bad input from the bulletin to the worker: a clear Chinese message that names the article, nothing half written."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from alliance.core.errors import DomainError
from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument
from bulletins.models import Bulletin, BulletinEntry, EntryPicture
from bulletins.services.compiling import compile_bulletin
from bulletins.services.renditions import print_bulletin
from tests.factories import ArticleFactory, staff, stored_picture
from tests.services import wait_until

HEADLINE = "山东会议"
RENDER_SECONDS = 30


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "data" / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)
    return settings.MEDIA_ROOT


@pytest.fixture
def start_worker(live_worker, media):
    """A worker on this test's folder."""
    return lambda **environment: live_worker(ALLIANCE_DATA_DIR=media.parent, **environment)


@pytest.fixture
def bulletin(media) -> Bulletin:
    ArticleFactory(year=2015, headline=HEADLINE)
    return compile_bulletin(actor=None, year=2015)


def printed(bulletin: Bulletin, actor=None) -> RenderedDocument:
    """Ask for the PDF as staff do and wait for the worker."""
    document = print_bulletin(actor=actor, bulletin=bulletin)

    def ended():
        row = RenderedDocument.objects.get(pk=document.pk)
        return row if row.state == DocumentState.FAILED or row.announced_at else None

    return wait_until(ended, seconds=RENDER_SECONDS, what="the bulletin's end")


def pdfs(media) -> list[str]:
    return sorted(str(path.relative_to(media)) for path in media.rglob("*.pdf"))


def spoil(body: str) -> None:
    """Past the form and its sanitising, as an import or a slip in the database would."""
    BulletinEntry.objects.update(content={"body": body, "signature": ""})


DEEP = "<div>" * 300 + "<p>深</p>" + "</div>" * 300
BAD_BODIES = {
    '<p>图</p><p><img src="http://169.254.169.254/latest/meta-data"></p>': (
        "稿件《山东会议》引用了不允许的地址“http://169.254.169.254/latest/meta-data”：只能使用本站上传的图片。"
    ),
    '<p>图</p><p><img src="file:///etc/passwd"></p>': (
        "稿件《山东会议》引用了不允许的地址“file:///etc/passwd”：只能使用本站上传的图片。"
    ),
    DEEP: "稿件《山东会议》的内容过于复杂：嵌套超过 60 层。请简化后重试。",
    "<p>会议圆满\U0001f389结束</p>": (
        "稿件《山东会议》中有字库里没有的字符：\U0001f389（U+1F389），请改用其他写法。"
    ),
    "<p>炉渣\ue000综合利用</p>": "稿件《山东会议》中有字库里没有的字符：U+E000，请改用其他写法。",
}


@pytest.mark.workers
@pytest.mark.django_db(transaction=True)
def test_bad_articles_are_named_and_the_bulletin_keeps_its_former_document(bulletin, media, start_worker):
    start_worker()
    good = printed(bulletin)
    assert (good.state, good.error) == (DocumentState.DONE, "")
    messages = []

    for body in BAD_BODIES:
        spoil(body)
        messages.append(printed(bulletin).error)
    spoil("<p>正文。</p>")
    picture = EntryPicture.objects.create(entry=BulletinEntry.objects.get(), stored=stored_picture())
    (media / picture.stored.file.name).unlink()
    without_picture = printed(bulletin)

    assert messages == list(BAD_BODIES.values())
    assert without_picture.state == DocumentState.FAILED
    assert (
        without_picture.error
        == f"稿件《山东会议》中的图片“media:{picture.stored.pk}”找不到，请重新上传或删去。"
    )
    bulletin.refresh_from_db()
    assert (bulletin.document, bulletin.requested_document) == (good, without_picture)
    assert pdfs(media) == [good.file.name]

    picture.delete()
    mended = printed(bulletin)
    bulletin.refresh_from_db()
    assert (mended.state, bulletin.document) == (DocumentState.DONE, mended)
    assert pdfs(media) == sorted({good.file.name, mended.file.name})


@pytest.mark.workers
@pytest.mark.django_db(transaction=True)
def test_worker_without_the_fonts_says_which_package_brings_them(bulletin, media, start_worker, tmp_path):
    config = tmp_path / "fonts.conf"
    config.write_text("<fontconfig></fontconfig>")
    start_worker(FONTCONFIG_FILE=config)

    document = printed(bulletin)

    assert (document.state, document.attempts) == (DocumentState.FAILED, 1)
    assert document.error == "缺少字体“Noto Serif CJK SC”，请安装 Debian 软件包 fonts-noto-cjk 后重试。"
    assert pdfs(media) == []
    bulletin.refresh_from_db()
    assert bulletin.document is None


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2014, 1890, 9999])
def test_year_without_records_is_refused_in_chinese(year):
    with pytest.raises(DomainError) as refused:
        compile_bulletin(actor=staff(), year=year)

    assert refused.value.message.startswith((f"{year}年还没有", f"年度“{year}”"))
    assert not Bulletin.objects.exists()


@pytest.mark.django_db
def test_command_for_an_unknown_year_is_refused_in_chinese():
    with pytest.raises(CommandError) as refused:
        call_command("render_bulletin", "1999", stdout=StringIO())

    assert str(refused.value) == "没有 1999 年的工作简报，请先在管理后台汇编。"
    assert not RenderedDocument.objects.exists()
