"""What liaisons and staff are told about agreement and dues, in words that staff may change."""

from alliance.notices.kinds import NoticeKind

AGREEMENT = "联盟协议"
DUES = "会费"

KINDS = (
    NoticeKind(
        "agreement.open",
        "请签署联盟协议",
        AGREEMENT,
        title="请签署{协议}",
        body="请下载协议文本，由法定代表人或其授权代表签署后，上传签署页扫描件。",
        variables={"协议": "联盟协议（第2版）"},
        important="协议须由各成员单位签署。",
    ),
    NoticeKind(
        "agreement.unsigned",
        "催签联盟协议",
        AGREEMENT,
        title="贵单位尚未签署{协议}",
        body="{单位}尚未签署。请签署后上传签署页扫描件；已经寄出纸质件的，请告知秘书处。",
        variables={"协议": "联盟协议（第2版）", "单位": "示例研究院"},
        important="协议须由各成员单位签署。",
    ),
    NoticeKind(
        "agreement.handed_in",
        "收到签署件",
        AGREEMENT,
        title="收到签署件：{单位}",
        body="{单位}提交了{协议}的签署页，请核对后确认或退回。",
        variables={"协议": "联盟协议（第2版）", "单位": "示例研究院"},
        for_staff=True,
    ),
    NoticeKind(
        "agreement.confirmed",
        "签署已确认",
        AGREEMENT,
        title="签署已确认：{协议}",
        body="秘书处已确认{单位}的签署。",
        variables={"协议": "联盟协议（第2版）", "单位": "示例研究院"},
    ),
    NoticeKind(
        "agreement.returned",
        "签署件被退回",
        AGREEMENT,
        title="签署件被退回：{协议}",
        body="原因：{原因}\n请重新上传。",
        variables={"协议": "联盟协议（第2版）", "原因": "扫描件缺少公章。"},
        important="退回的签署件须重新提交。",
    ),
    NoticeKind(
        "dues.notice",
        "缴费通知",
        DUES,
        title="缴费通知：{会费}",
        body="{单位}应缴 {金额} 元，请于 {截止时间} 前缴纳。收款账户见缴费通知。",
        variables={
            "会费": "2026年度会费",
            "单位": "示例研究院",
            "金额": "10,000.00",
            "截止时间": "2026年6月30日 23:59",
        },
        important="缴费通知须送达各成员单位。",
    ),
    NoticeKind(
        "dues.unpaid",
        "催缴会费",
        DUES,
        title="会费尚未缴清：{会费}",
        body="{单位}尚欠 {金额} 元。已经付款的，请把凭证发给秘书处核对。",
        variables={"会费": "2026年度会费", "单位": "示例研究院", "金额": "5,000.00"},
        important="催缴通知须送达各成员单位。",
    ),
    NoticeKind(
        "dues.received",
        "会费到账",
        DUES,
        title="会费已到账：{金额} 元",
        body="{会费}，收据号 {收据号}，{余额}。",
        variables={"会费": "2026年度会费", "金额": "5,000.00", "收据号": "20260012", "余额": "已缴清"},
    ),
    NoticeKind(
        "dues.reversed",
        "缴费记录作废",
        DUES,
        title="缴费记录已作废：收据号 {收据号}",
        body="{会费}，{金额} 元。原因：{原因}",
        variables={"会费": "2026年度会费", "金额": "5,000.00", "收据号": "20260012", "原因": "重复登记。"},
        important="缴费记录的更正须让单位知道。",
    ),
)
