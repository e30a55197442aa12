"""The partials of `templates/core/`: what they say, and how they say it to a screen reader."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db import models
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from alliance.core.components import Step, choices_for, steps_until
from alliance.core.models import AuditEntry, StoredFile
from alliance.core.tables import PortalTable, StateColumn, table_for
from alliance.core.tones import TONES, tone_of
from projects.models import Nomination, Proposal

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai


def html_of(partial: str, request=None, **context) -> str:
    return render_to_string(f"core/{partial}.html", context, request)


def words(html: str) -> str:
    """What is written, without the tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def lifecycles() -> list[tuple[type[models.Model], models.Field]]:
    """Every model with a field called `state`, with that field."""
    from django.apps import apps

    found = [(model, field) for model in apps.get_models() for field in model._meta.fields]
    return [(model, field) for model, field in found if field.name == "state" and field.choices]


# ---------------------------------------------------------------- marks
def test_every_state_of_every_lifecycle_has_a_tone():
    states = {
        (model._meta.label, str(state)) for model, field in lifecycles() for state, _ in field.flatchoices
    }
    assert len(states) > 20
    assert sorted((label, state) for label, state in states if _toneless(label, state)) == []


def _toneless(label: str, state: str) -> bool:
    try:
        return tone_of(state, where=f"{label}.state") not in TONES
    except KeyError:
        return True


def test_every_tone_is_drawn():
    from tests.services import ROOT

    css = (ROOT / "static/portal/portal.css").read_text(encoding="utf-8")
    assert [tone for tone in TONES if tone != "plain" and f".tag--{tone} " not in css] == []


def test_no_state_has_two_tones():
    states = [state for group in TONES.values() for state in group]
    assert len(states) == len(set(states))


@pytest.mark.parametrize(
    ("record", "badge"),
    [
        (Proposal(state="submitted"), '<span class="tag tag--wait">已提交</span>'),
        (Proposal(state="returned"), '<span class="tag tag--wrong">退回补正</span>'),
        (Nomination(state="admitted"), '<span class="tag tag--good">同意入库</span>'),
    ],
)
def test_state_badge_says_the_state_in_its_tone(record, badge):
    html = Template("{% load components %}{% state_badge record %}").render(Context({"record": record}))
    assert html.strip() == badge


# ---------------------------------------------------------------- page head, crumbs, notes, empty
def test_page_head_with_everything():
    html = html_of(
        "_page_head",
        title="甲项目",
        intro="第三批",
        up_url="/projects/",
        up_label="项目建议",
        badge="草稿",
        is_example=True,
        actions="core/_badge.html",
        label="按钮",
    )
    assert words(html) == "项目建议 甲项目 草稿 示例 第三批 按钮"
    assert '<div class="page-head__actions">' in html


def test_page_head_without_actions_leaves_no_room_for_them():
    assert "page-head__actions" not in html_of("_page_head", title="甲项目")


def test_crumbs_end_with_this_page():
    html = html_of("_breadcrumbs", crumbs=[("工作台", "/desk/"), ("甲项目", "")])
    assert words(html) == "工作台 甲项目"
    assert '<span aria-current="page">甲项目</span>' in html


@pytest.mark.parametrize(("tone", "role"), [("error", 1), ("warning", 0)])
def test_only_a_note_of_an_error_interrupts(tone, role):
    html = html_of("_note", tone=tone, title="注意", text="请补充。")
    assert (words(html), html.count('role="alert"')) == ("注意 请补充。", role)


def test_empty_says_what_will_appear_and_where_to_go():
    html = html_of(
        "_empty", text="还没有通知。", hint="会议通知会列在这里。", action_url="/x/", action_label="去看"
    )
    assert words(html) == "还没有通知。 会议通知会列在这里。 去看"


def test_text_that_people_typed_is_escaped():
    assert "&lt;b&gt;" in html_of("_note", text="<b>粗</b>")
    assert "&lt;b&gt;" in html_of("_empty", text="<b>粗</b>")


# ---------------------------------------------------------------- sheet, files, comments, progress
def test_sheet_says_what_is_not_stated():
    assert words(html_of("_sheet", rows=[("单位", "示例大学"), ("网址", ""), ("项数", 0)])) == (
        "单位 示例大学 网址 未载明 项数 0"
    )


def test_files_say_kind_and_size():
    stored = StoredFile(pk=7, name="建议书.pdf", kind="pdf", size=1_468_006, created_at=NOON)
    html = html_of("_files", files=[stored])
    assert words(html).replace("\xa0", " ") == "建议书.pdf PDF 文件 · 1.4 MB · 2026年3月2日"
    assert 'href="/files/7/"' in html


def test_no_files_are_said():
    assert (
        words(html_of("_files", files=[], empty="纪要签发后，附件会列在这里。"))
        == "纪要签发后，附件会列在这里。"
    )


def test_comments_name_their_author_and_keep_paragraphs():
    comment = SimpleNamespace(author="王工", role="示例大学", at=NOON, text="第一段\n\n第二段", is_own=True)
    html = html_of("_comments", comments=[comment])
    assert words(html) == "王工 示例大学 2026年3月2日 12:00 第一段 第二段"
    assert (html.count("<p>"), html.count('class="is-own"')) == (2, 1)


def test_progress_has_a_name():
    html = html_of("_progress", value=62, label="正在排版")
    assert words(html) == "正在排版 62% 62%"
    assert 'aria-label="正在排版"' in html


# ---------------------------------------------------------------- stepper
def test_steps_until_the_current_one():
    assert [(step.label, step.state) for step in steps_until(("甲", "乙", "丙"), 1)] == [
        ("甲", "done"),
        ("乙", "current"),
        ("丙", "todo"),
    ]


def test_stepper_says_the_state_in_words():
    steps = (Step("填报", "done", "3月2日"), Step("审查", "current"), Step("评审", "stopped"), Step("公布"))
    html = html_of("_stepper", steps=steps)
    assert words(html) == "填报 （已完成） 3月2日 审查 （当前步骤） 评审 （未通过） 公布"
    assert html.count('aria-current="step"') == 1


# ---------------------------------------------------------------- timeline
@pytest.mark.django_db
def test_timeline_tells_who_moved_what_where_and_why():
    kind = ContentType.objects.get_for_model(Proposal)
    entries = [
        AuditEntry(
            at=NOON,
            action_label="退回补正",
            content_type=kind,
            from_state="submitted",
            to_state="returned",
            reason="请补充。",
        ),
        AuditEntry(at=NOON, action_label="新建草稿", content_type=kind),
    ]
    assert words(html_of("_timeline", entries=entries)) == (
        "2026年3月2日 12:00 退回补正 系统 已提交 → 退回补正 理由：请补充。 2026年3月2日 12:00 新建草稿 系统"
    )


def test_timeline_without_acts_says_so():
    assert words(html_of("_timeline", entries=[])) == "暂无办理记录。"


# ---------------------------------------------------------------- confirm
def test_confirm_works_without_a_script_and_carries_the_version():
    html = html_of(
        "_confirm", RequestFactory().get("/"), action="/x/", label="撤回", tone="danger", version=3
    )
    assert words(html) == "撤回 确定撤回吗？ 确定撤回 取消"
    assert re.findall(r'<form[^>]+method="post"[^>]+action="([^"]+)"', html) == ["/x/"]
    assert re.findall(r'name="(\w+)"', html) == ["csrfmiddlewaretoken", "opened_version"]


def test_confirm_of_a_grave_act_asks_for_the_reason():
    html = html_of("_confirm", RequestFactory().get("/"), action="/x/", label="不予受理", reason=True)
    assert re.findall(r'<textarea[^>]+name="(\w+)"[^>]+(required)', html) == [("reason", "required")]


# ---------------------------------------------------------------- difference
def test_difference_shows_by_colour_mark_and_word():
    source = '{% load components %}{% diff old new as paragraphs %}{% include "core/_diff.html" with no_legend=True %}'
    html = Template(source).render(Context({"old": "会期两天", "new": "会期一天"}))
    assert words(html) == "会期 － 删： 两 ＋ 增： 一 天"
    assert (html.count("<ins>"), html.count("<del>")) == (1, 1)


def test_difference_of_same_texts_says_so():
    assert words(html_of("_diff", paragraphs=[], no_legend=True)) == "两处文字相同。"


# ---------------------------------------------------------------- choices and pages
def test_choices_keep_the_other_parameters_and_drop_the_page():
    request = RequestFactory().get("/units/", {"q": "钒", "kind": "a", "page": "3"})
    everything, first, second = choices_for(request, "kind", [("a", "企业", 4), ("b", "高校", 9)], total=13)
    assert [(one.label, one.count, one.current) for one in (everything, first, second)] == [
        ("全部", 13, False),
        ("企业", 4, True),
        ("高校", 9, False),
    ]
    assert (everything.url, second.url) == ("?q=%E9%92%92", "?q=%E9%92%92&kind=b")


def test_unknown_choice_counts_as_none():
    request = RequestFactory().get("/units/", {"kind": "nonsense"})
    assert [one.current for one in choices_for(request, "kind", [("a", "企业")])] == [True, False]
    assert choices_for(request, "kind", [("a", "企业")])[0].url == "/units/"


def test_chosen_value_goes_with_the_search_form():
    request = RequestFactory().get("/units/", {"kind": "a"})
    choices = choices_for(request, "kind", [("a", "企业")])
    html = html_of("_choices", name="kind", choices=choices, label="按类别")
    assert re.findall(r'<input type="hidden"\s+name="kind"\s+value="a"\s+form="filter">', html) != []


@pytest.mark.parametrize(("live", "boosted"), [(True, 1), (False, 0)])
def test_pages_are_replaced_in_place_only_inside_a_list(live, boosted):
    page = Paginator(range(50), 20).page(2)
    html = html_of("_pagination", RequestFactory().get("/x/?q=a"), page=page, live=live)
    assert words(html) == "上一页 第 2 页，共 3 页 下一页"
    assert (html.count("hx-boost"), html.count('href="?q=a&amp;page=3"')) == (boosted, 1)


# ---------------------------------------------------------------- tables
class SampleTable(PortalTable):
    state = StateColumn()
    empty_hint = "提交后会列在这里。"

    class Meta(PortalTable.Meta):
        empty_text = "还没有。"
        per_page = 2


@pytest.mark.parametrize(
    ("query", "number"), [("", 1), ("page=2", 2), ("page=99", 3), ("page=x", 1), ("page=0", 3)]
)
def test_table_opens_the_nearest_page(query, number):
    request = RequestFactory().get(f"/x/?{query}")
    assert table_for(request, SampleTable([{"state": "a"}] * 5)).page.number == number


def test_address_cannot_ask_for_longer_pages():
    table = table_for(RequestFactory().get("/x/?per_page=1000"), SampleTable([{"state": "a"}] * 5))
    assert table.page.paginator.per_page == 2


def test_table_draws_states_and_its_region():
    request = RequestFactory().get("/x/?sort=-state")
    table = table_for(request, SampleTable([Proposal(state="draft"), Proposal(state="submitted")]))
    html = table.as_html(request)
    assert re.findall(r"<th[^>]*aria-sort=\"(\w+)\"", html) == ["descending"]
    assert words(html) == "状态 已提交 草稿"
    assert re.findall(r'id="list"\s+data-count="(\d+)"', html) == ["2"]


def test_table_without_rows_says_what_will_appear():
    request = RequestFactory().get("/x/")
    assert words(table_for(request, SampleTable([])).as_html(request)) == "还没有。 提交后会列在这里。"


# ---------------------------------------------------------------- frames
def test_page_for_paper_is_light_and_loads_no_more_than_it_needs():
    html = render_to_string("print_base.html")
    assert 'data-bs-theme="light"' in html
    assert re.findall(r'src="[^"]*?([\w-]+\.js)"', html) == ["portal.js"]
    assert "打印" in words(html)


def test_theme_is_set_before_anything_is_drawn(client, db):
    html = client.get("/").content.decode()
    script = re.search(r"<script[^>]*theme[^>]*>", html)
    assert "defer" not in script[0]
    assert script.start() < html.index('rel="stylesheet"')
