"""What people are told about articles and calls for them, in words that staff may change."""

from alliance.notices.kinds import NoticeKind

GROUP = "新闻与简报"

KINDS = (
    NoticeKind(
        "call.opened",
        "征稿开始",
        GROUP,
        title="征稿：{征稿}",
        body="请于 {截止时间} 前在门户投稿，也可以导入 Word 文稿。",
        group_text=(
            "【钒钛联盟】{征稿} 现已开始。\n"
            "请各单位联络员登录门户投稿，Word 文稿可以直接导入。\n"
            "截止时间：{截止时间}\n"
            "投稿入口：{链接}"
        ),
        variables={"征稿": "2026年工作简报征稿", "截止时间": "2026年11月30日 18:00"},
        to_groups=True,
        button="查看要求并投稿",
    ),
    NoticeKind(
        "article.submitted",
        "收到稿件",
        GROUP,
        title="收到稿件：{标题}",
        body="{单位}投稿，栏目：{栏目}。",
        variables={"标题": "某院完成中试", "单位": "示例研究院", "栏目": "工作动态"},
        for_staff=True,
    ),
    NoticeKind(
        "article.returned",
        "稿件被退回修改",
        GROUP,
        title="稿件被退回修改：{标题}",
        body="理由：{理由}",
        variables={"标题": "某院完成中试", "理由": "请补充数据的来源。"},
        button="查看并修改",
    ),
    NoticeKind(
        "article.decided",
        "稿件的处理结果",
        GROUP,
        title="稿件{结果}：{标题}",
        body="理由：{理由}",
        variables={"标题": "某院完成中试", "结果": "已采用", "理由": ""},
        button="查看稿件",
    ),
    NoticeKind(
        "article.published",
        "稿件发布",
        GROUP,
        title="{标题}",
        body="{摘要}",
        group_text="【钒钛联盟】{标题}\n{摘要}\n{链接}",
        variables={"标题": "联盟召开理事会", "摘要": "会议听取了年度工作报告。"},
        mail=False,
        to_groups=True,
    ),
)
