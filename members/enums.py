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
