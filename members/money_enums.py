"""Kinds and states of agreement, dues and fund."""

from django.db import models


class AgreementState(models.TextChoices):
    DRAFT = "draft", "起草"
    SIGNING = "open", "签署中"
    REPLACED = "closed", "已被新版替代"


class FundSource(models.TextChoices):
    """The charter's four sources of the alliance's money."""

    DUES = "dues", "会费"
    CHAIR_SUPPORT = "chair_support", "理事长单位资助"
    RESULT_SHARE = "result_share", "成果推广收益提成"
    STATE_PROJECT = "state_project", "国家项目经费"


class FundPurpose(models.TextChoices):
    MEETING = "meeting", "会议与活动"
    RESEARCH = "research", "技术攻关"
    PATENT = "patent", "专利与标准"
    PUBLICATION = "publication", "简报与宣传"
    SECRETARIAT = "secretariat", "秘书处工作"
    OTHER = "other", "其他"


class FundKind(models.TextChoices):
    INNOVATION = "innovation", "联盟创新基金"
    EARMARKED = "earmarked", "专项基金"


class PaymentMethod(models.TextChoices):
    TRANSFER = "transfer", "银行转账"
    CASH = "cash", "现金"
    OTHER = "other", "其他"


class DuesRoundState(models.TextChoices):
    DRAFT = "draft", "编制"
    OPEN = "open", "收缴中"
    CLOSED = "closed", "已结束"
