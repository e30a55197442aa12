"""Kinds and states of members."""

from django.db import models


class UnitKind(models.TextChoices):
    ENTERPRISE = "enterprise", "企业"
    UNIVERSITY = "university", "高校"
    INSTITUTE = "institute", "科研院所"
    ASSOCIATION = "association", "协会·中介"


class OrganisationKind(models.TextChoices):
    ALLIANCE = "alliance", "本联盟"
    GOVERNMENT = "government", "政府部门"
    LABORATORY = "laboratory", "实验室·中心"
    SOCIETY = "society", "学会·协会"
    ENTERPRISE = "enterprise", "企业"
    UNIVERSITY = "university", "高校"
    INSTITUTE = "institute", "科研院所"


class UnitRank(models.TextChoices):
    CHAIR = "chair", "理事长单位"
    VICE_CHAIR = "vice_chair", "副理事长单位"
    COUNCIL = "council", "理事单位"


class Evidence(models.TextChoices):
    """How well a source supports a statement; shown beside it, so that nothing derived passes for stated."""

    STATED = "stated", "载明"
    DERIVED = "derived", "推定"
    LISTED = "listed", "仅见于参会名单"


class NameKind(models.TextChoices):
    SHORT = "short", "简称"
    PRINTED = "printed", "其他写法"
    FORMER = "former", "曾用名"


class Body(models.TextChoices):
    COUNCIL = "council", "理事会"
    EXPERT_COMMITTEE = "expert_committee", "专家委员会"
    LIAISON_MEETING = "liaison_meeting", "联络员会议"
    SECRETARIAT = "secretariat", "秘书处"

    @property
    def role(self) -> str:
        """What the occupant of a seat in this body is called."""
        return {"council": "理事", "expert_committee": "专家", "liaison_meeting": "联络员"}.get(
            self.value, "工作人员"
        )

    @classmethod
    def nominated(cls) -> tuple["Body", ...]:
        """The bodies in which a unit is represented: 理事, 专家, 联络员."""
        return (cls.COUNCIL, cls.EXPERT_COMMITTEE, cls.LIAISON_MEETING)


class OfficeKind(models.TextChoices):
    CHAIR = "chair", "理事长"
    EXECUTIVE_VICE_CHAIR = "executive_vice_chair", "常务副理事长"
    VICE_CHAIR = "vice_chair", "副理事长"
    SECRETARY_GENERAL = "secretary_general", "秘书长"
    EXPERT_CHAIR = "expert_chair", "专家委员会主任"


class InvitationState(models.TextChoices):
    """Told from the times of an invitation, never stored."""

    OPEN = "open", "待开通"
    USED = "used", "已开通"
    REVOKED = "revoked", "已撤回"
    EXPIRED = "expired", "已过期"


class LetterState(models.TextChoices):
    NONE = "none", "未发邮件"
    PENDING = "pending", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"


class DepartureKind(models.TextChoices):
    LEFT = "left", "自愿退出"
    EXPELLED = "expelled", "除名"
    MERGED = "merged", "并入其他单位"
    DISSOLVED = "dissolved", "注销"


class ChangeState(models.TextChoices):
    """A unit's request to change what is registered about it."""

    SUBMITTED = "submitted", "待审核"
    APPROVED = "approved", "已采纳"
    REJECTED = "rejected", "不予采纳"
    WITHDRAWN = "withdrawn", "已撤回"


class ImportState(models.TextChoices):
    PREVIEWED = "draft", "待核对"
    APPLIED = "done", "已导入"
    DROPPED = "cancelled", "已放弃"


class TermChangeState(models.TextChoices):
    PREPARING = "draft", "筹备"
    COLLECTING = "open", "征求单位意见"
    CLOSED = "closed", "意见已截止"
    ENACTED = "done", "已换届"
    CANCELLED = "cancelled", "已取消"


class PlannedSeat(models.TextChoices):
    """What becomes of a seat at the change of term."""

    KEPT = "kept", "延续"
    ADDED = "added", "新增"
    DROPPED = "dropped", "不再设"


class AnswerState(models.TextChoices):
    """What a unit answered to the list of its people for the new term."""

    WAITING = "pending", "待确认"
    CONFIRMED = "confirmed", "已确认"


class ApplicationState(models.TextChoices):
    DRAFT = "draft", "填写中"
    SUBMITTED = "submitted", "待初审"
    RETURNED = "returned", "退回补正"
    READY = "ready", "待理事会审议"
    ADMITTED = "admitted", "同意入盟"
    REFUSED = "rejected", "不予同意"
    WITHDRAWN = "withdrawn", "已撤回"


WITH_APPLICANT = (ApplicationState.DRAFT, ApplicationState.RETURNED)
IN_HAND = (ApplicationState.SUBMITTED, ApplicationState.READY)  # with the secretariat or the council


class DocumentKind(models.TextChoices):
    CHARTER = "charter", "联盟章程"
    RULES = "rules", "管理办法"
    AGREEMENT = "agreement", "联盟协议"
    ROADMAP = "roadmap", "技术路线图"
    POLICY = "policy", "政策文件"
    OTHER = "other", "其他文件"


class Access(models.TextChoices):
    """Who may read; each level includes those after it. Staff read everything."""

    PUBLIC = "public", "公开"
    MEMBERS = "members", "成员单位"
    COUNCIL = "council", "理事会"
    STAFF = "staff", "秘书处"


class MatterKind(models.TextChoices):
    SUGGESTION = "suggestion", "意见建议"
    REQUEST = "request", "需协调事项"
    DISPUTE = "dispute", "争端协调"


class MatterState(models.TextChoices):
    SUBMITTED = "submitted", "待受理"
    HANDLING = "under_review", "办理中"
    ANSWERED = "done", "已答复"
    WITHDRAWN = "withdrawn", "已撤回"
