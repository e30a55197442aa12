"""What people are told about solicitations, proposals and nominations, in words that staff may change."""

from alliance.notices.kinds import NoticeKind

PROJECTS = "项目征集"
PATENTS = "专利入库"

KINDS = (
    NoticeKind(
        "solicitation.opened",
        "项目征集开始",
        PROJECTS,
        title="项目征集开始：{征集}",
        body="请于 {截止时间} 前在门户填报本单位的项目建议。",
        group_text=(
            "【钒钛联盟】{征集} 现已开始。\n"
            "请各单位联络员登录门户填报项目建议，材料不全也可先存草稿。\n"
            "截止时间：{截止时间}\n"
            "填报入口：{链接}"
        ),
        variables={"征集": "第三批攀西试验区重大科技攻关项目征集", "截止时间": "2015年6月30日 23:59"},
        to_groups=True,
    ),
    NoticeKind(
        "projects.submitted",
        "收到项目建议",
        PROJECTS,
        title="收到项目建议：{对象}",
        body="{单位}向“{征集}”提交。",
        variables={"对象": "钒渣清洁提取", "单位": "示例研究院", "征集": "第三批攻关项目征集"},
        to_groups=True,
        for_staff=True,
    ),
    NoticeKind(
        "projects.withdrawn",
        "项目建议被撤回",
        PROJECTS,
        title="项目建议已撤回：{对象}",
        body="{单位}撤回了这份项目建议。",
        variables={"对象": "钒渣清洁提取", "单位": "示例研究院"},
        to_groups=True,
        for_staff=True,
    ),
    NoticeKind(
        "projects.returned",
        "项目建议被退回补正",
        PROJECTS,
        title="项目建议被退回补正：{对象}",
        body="理由：{理由}",
        variables={"对象": "钒渣清洁提取", "理由": "请补充考核指标。"},
        important="退回的材料须及时补正，否则影响受理。",
    ),
    NoticeKind(
        "projects.decided",
        "项目建议的受理结果",
        PROJECTS,
        title="项目建议{结果}：{对象}",
        body="理由：{理由}",
        variables={"对象": "钒渣清洁提取", "结果": "已受理", "理由": ""},
    ),
    NoticeKind(
        "nomination.submitted",
        "收到入库申报",
        PATENTS,
        title="收到入库申报：{对象}",
        body="{单位}申报入库。",
        variables={"对象": "一种提钒方法", "单位": "示例研究院"},
        to_groups=True,
        for_staff=True,
    ),
    NoticeKind(
        "nomination.withdrawn",
        "入库申报被撤回",
        PATENTS,
        title="入库申报已撤回：{对象}",
        body="{单位}撤回了这项申报。",
        variables={"对象": "一种提钒方法", "单位": "示例研究院"},
        to_groups=True,
        for_staff=True,
    ),
    NoticeKind(
        "nomination.decided",
        "入库申报的进展",
        PATENTS,
        title="入库申报{结果}：{对象}",
        body="理由：{理由}",
        variables={"对象": "一种提钒方法", "结果": "同意入库", "理由": ""},
    ),
    NoticeKind(
        "nomination.review",
        "请专家评审",
        PATENTS,
        title="请评审：{对象}",
        body="请登录工作台填写评审意见。",
        variables={"对象": "一种提钒方法"},
        important="评审任务须让专家知道。",
    ),
)
