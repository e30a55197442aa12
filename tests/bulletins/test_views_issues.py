"""An issue as its readers see it: what it shows, who may see it, editions, neighbours."""

import pytest
from django.urls import reverse

from bulletins.models import Bulletin, EntryPicture
from tests import factories as make
from tests.bulletins import issues

pytestmark = pytest.mark.django_db

YEARLY = "/bulletins/2015/"


def page_of(client, address: str = YEARLY) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_issue_shows_everything_of_its_snapshot(client):
    minutes = {
        "title": "首届四次会议纪要",
        "preamble": ["会议在成都召开。"],
        "points": [{"number": 1, "kind": "决定", "text": "同意 TiO<sub>2</sub> 项目。"}],
        "participants_heading": "参会人员：",
        "participants": "东北大学王某。",
    }
    shown = issues.picture(caption="厂区全景", credit="李某 摄")
    issues.issued(
        issues.snapshot(
            issues.section(
                issues.entry(1, blocks=[issues.text("<p>正文一段。</p>"), issues.pictures("large", shown)]),
                intro="栏目导语一句。",
            ),
            issues.section(issues.entry(2, figure=issues.figure()), title="数据一览"),
            issues.section(issues.entry(3, minutes=minutes, signature="秘书处"), title="会议纪要"),
            foreword=["卷首第一段。", "卷首第二段。"],
            foreword_signature="理事长",
            greeting=["恭贺新春"],
            cover=issues.picture(alt="封面照片", credit="张某 摄"),
            volume=3,
            serial=12,
            print_run=300,
            report_to="联络组",
            copy_to="各成员单位",
            approved_by="王主任",
        )
    )

    page = page_of(client)

    for words in (
        *("正文一段。", "厂区全景", "（李某 摄）", "栏目导语一句。", "卷首第二段。", "理事长", "恭贺新春"),
        *("会议在成都召开。", "TiO<sub>2</sub>", "参会人员：", "东北大学王某。", "秘书处编辑"),
        *("第3卷", "总第12期", "印数：300份", "报送：联络组", "抄送：各成员单位", "签发：王主任"),
        *("另有五项未注明单位。", "封面图片：张某 摄", "条形图“各单位项目建议”：东北大学4项，重庆大学2项。"),
    ):
        assert words in page, words
    for number in (1, 2, 3):
        assert f'href="#entry-{number}">第{number}篇' in page.replace("\n", "")
        assert f'id="entry-{number}"' in page


def test_text_of_an_entry_is_cleaned_and_stands_below_its_headline(client):
    body = (
        '<h2>小标题</h2><p onclick="x()">正文<script>alert(1)</script></p><table><tr><td>1</td></tr></table>'
    )
    issues.issued(issues.snapshot(issues.section(issues.entry(blocks=[issues.text(body)]))))

    page = page_of(client)

    assert "<h4>小标题</h4>" in page
    assert "alert(1)" not in page
    assert "onclick" not in page
    assert 'tabindex="0"><table>' in page  # it scrolls by itself, with the keyboard too


def test_chat_programs_learn_title_words_and_picture(client, settings):
    cover = issues.picture()
    issues.issued(
        issues.snapshot(issues.section(issues.entry()), cover=cover, foreword=["卷首第一段。" * 40])
    )

    page = page_of(client)

    assert '<meta property="og:title" content="2015年工作简报">' in page
    picture = f"{settings.SITE_URL}/files/{cover['media']}/960/"
    assert f'<meta property="og:image" content="{picture}">' in page
    description = page.split('property="og:description" content="')[1].split('"')[0]
    assert description.startswith("卷首第一段。")
    assert len(description) == 110


def test_issue_without_foreword_and_cover_tells_of_its_contents_and_first_picture(client, settings):
    shown = issues.picture()
    issues.issued(
        issues.snapshot(
            issues.section(issues.entry(), issues.entry(2, blocks=[issues.pictures("half", shown)]))
        )
    )

    page = page_of(client)

    assert 'og:description" content="本期目录：第1篇；第2篇"' in page
    assert f"{settings.SITE_URL}/files/{shown['media']}/960/" in page


def test_pictures_of_an_issued_issue_stay_public_whatever_becomes_of_the_article(client):
    entry = make.BulletinEntryFactory(article__state="accepted", section__bulletin__year=2015)
    shown = EntryPicture.objects.create(entry=entry, stored=make.stored_picture(colour="#112233"))
    dropped = EntryPicture.objects.create(
        entry=entry, stored=make.stored_picture(colour="#445566"), dropped=True
    )
    cover = make.stored_picture(colour="#778899")
    addresses = [reverse("core:file", args=[pk]) for pk in (shown.stored_id, cover.pk, dropped.stored_id)]
    Bulletin.objects.update(cover=cover)
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]

    Bulletin.objects.update(state="issued", frozen=issues.snapshot())

    assert [client.get(address).status_code for address in addresses] == [200, 200, 404]


@pytest.mark.parametrize("state", ["editing", "proofing", "approved"])
def test_issue_that_is_not_out_is_a_preview_for_staff_and_nothing_for_others(client, state):
    entry = make.BulletinEntryFactory(section__bulletin__year=2015, headline="筹备中的一篇")
    Bulletin.objects.filter(pk=entry.section.bulletin_id).update(state=state)

    assert client.get(YEARLY).status_code == 404
    client.force_login(make.UserFactory())
    assert client.get(YEARLY).status_code == 404
    client.force_login(make.staff())
    page = page_of(client)
    assert "筹备中的一篇" in page
    assert "尚未印发，只有秘书处可以看到" in page
    assert "转给同事" not in page


def test_later_edits_do_not_change_what_was_issued(client):
    issues.issued(title="改过的刊名", foreword="改过的卷首语", greeting="改过的贺词")

    page = page_of(client)

    assert "改过的卷首语" not in page
    assert "改过的贺词" not in page


def test_corrected_edition_is_read_and_the_first_one_says_that_it_is_out_of_date(client):
    first = issues.issued()
    issues.corrected(first)

    current = page_of(client)
    old = page_of(client, f"{YEARLY}editions/1/")

    assert "到会人数更正为26人。" in current
    assert f'href="{YEARLY}editions/1/"' in current
    assert "已有更正版" not in current
    assert "这是旧版，已有更正版" in old
    assert f'class="btn btn-primary" href="{YEARLY}"' in " ".join(old.split())
    assert 'name="robots" content="noindex"' in old
    assert client.get(f"{YEARLY}editions/3/").status_code == 404


def test_readers_keep_the_first_edition_while_the_corrected_one_is_written(client):
    issues.issued()
    make.BulletinFactory(year=2015, edition=2)

    assert "第1篇标题" in page_of(client)
    assert client.get(f"{YEARLY}editions/2/").status_code == 404
    client.force_login(make.staff())
    assert "第1篇标题" in page_of(client)
    assert "尚未印发" in page_of(client, f"{YEARLY}editions/2/")


def test_withdrawn_issue_says_so_and_shows_nothing(client):
    issues.issued(state="withdrawn")

    answer = client.get(YEARLY)

    assert answer.status_code == 410
    page = answer.content.decode()
    assert "2015年工作简报已撤下" in page
    assert "第1篇标题" not in page
    assert client.get("/bulletins/").content.decode().count("2015年工作简报") == 0
    client.force_login(make.staff())
    assert "这一版已撤下" in page_of(client)


def test_withdrawn_edition_leads_to_the_one_that_took_its_place(client):
    first = issues.issued()
    issues.corrected(first)
    Bulletin.objects.filter(pk=first.pk).update(state="withdrawn")

    answer = client.get(f"{YEARLY}editions/1/")

    assert answer.status_code == 410
    assert f'href="{YEARLY}"' in answer.content.decode()
    assert "第1篇标题" in page_of(client)


@pytest.mark.parametrize(
    "address",
    ["/bulletins/1999/", "/bulletins/99999999999999/", "/bulletins/2015/7/", "/bulletins/2015/editions/0/"],
)
def test_unknown_issue_is_404(client, address):
    issues.issued()

    assert client.get(address).status_code == 404
