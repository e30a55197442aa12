"""Kinds and states of solicitations, proposals, patents and their nomination."""

from django.db import models


class SolicitationState(models.TextChoices):
    DRAFT = "draft", "筹备"
    OPEN = "open", "征集中"
    CLOSED = "closed", "已截止"


class ProposalState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "退回补正"
    ACCEPTED = "accepted", "已受理"
    REJECTED = "rejected", "不予受理"
    WITHDRAWN = "withdrawn", "已撤回"


EDITABLE = (ProposalState.DRAFT, ProposalState.RETURNED)


class PatentKind(models.TextChoices):
    INVENTION = "invention", "发明"
    UTILITY_MODEL = "utility_model", "实用新型"
    DESIGN = "design", "外观设计"


class LegalStatus(models.TextChoices):
    """法律状态, as the patent register names it."""

    FILED = "filed", "受理"
    EXAMINATION = "examination", "实质审查"
    IN_FORCE = "in_force", "授权（有效）"
    REJECTED = "rejected", "驳回"
    WITHDRAWN = "withdrawn", "撤回"
    DEEMED_WITHDRAWN = "deemed_withdrawn", "视为撤回"
    ABANDONED = "abandoned", "放弃"
    EXPIRED = "expired", "届满"
    LAPSED = "lapsed", "终止（欠费）"
    PARTLY_INVALID = "partly_invalid", "部分无效"
    INVALID = "invalid", "全部无效"


class NominationState(models.TextChoices):
    SUBMITTED = "submitted", "已申报"
    UNDER_REVIEW = "under_review", "专家评审"
    ADMITTED = "admitted", "同意入库"
    DECLINED = "declined", "不予入库"
    WITHDRAWN = "withdrawn", "已撤回"


NOT_TAKEN = (NominationState.DECLINED, NominationState.WITHDRAWN)


class Score(models.IntegerChoices):
    """One criterion of an expert's review; whole numbers, so that no float ever decides."""

    POOR = 1, "1 较差"
    FAIR = 2, "2 一般"
    GOOD = 3, "3 良好"
    VERY_GOOD = 4, "4 较好"
    EXCELLENT = 5, "5 优秀"
