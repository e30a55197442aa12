"""`/styleguide/`: every token and component of the visual language on one page, for the secretariat's staff."""

from datetime import timedelta
from types import SimpleNamespace

import django_filters
import django_tables2 as tables
from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.core.components import Step, choices_for
from alliance.core.enums import FileKind
from alliance.core.formkit.examples import WRONG, ExampleForm
from alliance.core.models import AuditEntry, StoredFile
from alliance.core.tables import PortalTable, table_for
from alliance.core.tones import TONES
from projects.enums import NominationState, ProposalState
from projects.models import Nomination, Proposal

# What each colour is for; the names are those of portal.css.
COLOURS = (
    ("底与面", (("page", "页面"), ("ground", "静区"), ("tint", "侧栏、悬停"), ("raised", "卡片、对话框"))),
    ("文字", (("ink", "正文"), ("ink-soft", "次要"), ("heading", "标题"), ("link", "链接"))),
    ("线", (("line", "分隔线"), ("line-strong", "控件边框"), ("rule", "栏目线"), ("focus", "焦点"))),
    ("主色", (("brand", "主按钮"), ("band", "页眉"), ("band-deep", "导航、页脚"), ("info", "说明"))),
    ("状态", (("good", "完成"), ("wait", "待办"), ("wrong", "错误"), ("official", "正式"))),
    (
        "钒四色与钛",
        (("v2", "二价钒紫"), ("v3", "三价钒绿"), ("v4", "四价钒蓝"), ("v5", "五价钒黄"), ("ti", "钛灰")),
    ),
)
SPACES = (("1", 4), ("2", 8), ("3", 12), ("4", 16), ("5", 24), ("6", 32), ("7", 40), ("8", 64))
KINDS = ("企业", "高校", "科研院所")
OLD = "联盟每年召开一次理事会，会期两天，由副理事长单位轮流承办。\n会议经费由承办单位承担。"
NEW = "联盟每年召开一次理事会，会期一天，由副理事长以上单位轮流承办。\n会议经费由承办单位承担，与会人员食宿自理。"


class SampleTable(PortalTable):
    name = tables.Column(verbose_name="名称")
    kind = tables.Column(verbose_name="类别", orderable=False)
    count = tables.Column(verbose_name="提交项数")

    empty_hint = "请换一个名称，或选“全部”。"

    class Meta(PortalTable.Meta):
        empty_text = "没有符合条件的单位。"
        per_page = 5


class SampleFilter(django_filters.FilterSet):
    """The look of a filter; the rows are no queryset, so the view narrows them itself."""

    q = django_filters.CharFilter(label="单位名称")
    kind = django_filters.ChoiceFilter(choices=[(kind, kind) for kind in KINDS], label="类别")


@login_required
@require_safe
def styleguide(request):
    """The whole page; people who are not of the secretariat find nothing here (404)."""
    if not request.user.is_staff:
        raise Http404
    rows = [row for row in sample_rows() if request.GET.get("kind", row["kind"]) in ("", row["kind"])]
    rows = [row for row in rows if request.GET.get("q", "") in row["name"]]
    context = {
        "colours": COLOURS,
        "spaces": SPACES,
        "filter": SampleFilter(request.GET, Proposal.objects.none()),
        "kinds": choices_for(request, "kind", [(kind, kind) for kind in KINDS]),
        "table": table_for(request, SampleTable(rows)),
        **samples(),
        **sample_forms(),
    }
    return render(request, "portal/styleguide.html", context)


def sample_rows() -> list[dict]:
    return [
        {"name": f"示例{KINDS[number % 3]}{number + 1}", "kind": KINDS[number % 3], "count": number * 7 % 13}
        for number in range(17)
    ]


def samples() -> dict:
    """Content as the portal has it, made up and stored nowhere."""
    now = timezone.now()
    proposals = [Proposal(state=state) for state in ProposalState.values]
    return {
        "tones": list(TONES),
        "badges": [*proposals, *(Nomination(state=state) for state in NominationState.values)],
        "acts": sample_acts(now),
        "sheet": (
            ("申报单位", "示例研究院"),
            ("专项经费", "120 万元"),
            ("合作单位", ""),
            ("截止时间", "2026年12月31日 24:00"),
        ),
        "steps": (
            Step("填报", "done", "3月2日"),
            Step("提交", "done", "3月18日"),
            Step("形式审查", "current", "秘书处办理中"),
            Step("专家评审"),
            Step("公布结果"),
        ),
        "stopped": (Step("申报", "done"), Step("形式审查", "stopped", "缺法人签字"), Step("专家评审")),
        "files": sample_files(now),
        "comments": sample_comments(now),
        "old": OLD,
        "new": NEW,
        "crumbs": (("工作台", "/desk/"), ("项目建议", "/projects/proposals/"), ("高钛型高炉渣提钛", "")),
    }


def sample_forms() -> dict:
    """The example form as it opens, and after it was sent with something wrong in most fields; it goes nowhere."""
    typed = QueryDict(mutable=True)
    typed.update(WRONG)
    forms = {"form": ExampleForm(auto_id="open_%s"), "refused": ExampleForm(typed, auto_id="refused_%s")}
    for form in forms.values():
        form.autosave = False
        form.helper.form_tag = False
        form.helper.disable_csrf = True
        form.helper.inputs = []
    return forms


def sample_acts(now) -> list[AuditEntry]:
    kind = ContentType.objects.get_for_model(Proposal).pk
    acts = (
        ("退回补正", "submitted", "returned", "请补充考核指标。"),
        ("提交", "draft", "submitted", ""),
        ("新建草稿", "", "", ""),
    )
    return [
        AuditEntry(
            at=now - timedelta(days=days),
            action_label=label,
            content_type_id=kind,
            from_state=before,
            to_state=after,
            reason=reason,
        )
        for days, (label, before, after, reason) in enumerate(acts)
    ]


def sample_files(now) -> list[StoredFile]:
    return [
        StoredFile(pk=0, name=name, kind=kind, size=size, created_at=now)
        for name, kind, size in (
            ("项目建议书（盖章扫描件）.pdf", FileKind.PDF, 1_468_006),
            ("经费预算表.xlsx", FileKind.SHEET, 24_576),
            ("中试现场.jpg", FileKind.PICTURE, 820_114),
        )
    ]


def sample_comments(now) -> list[SimpleNamespace]:
    own = {"role": "示例企业 联络员", "is_own": True, "badge": "已采纳", "tone": "good"}
    return [
        SimpleNamespace(
            author="示例联络员甲", at=now - timedelta(hours=3), text="第三条“会期”建议写明一天。", **own
        ),
        SimpleNamespace(author="示例理事", role="示例大学 理事", at=now, text="同意。\n另请写明食宿自理。"),
    ]
