"""Kinds and states of meetings, decisions and events."""

from django.db import models


class MeetingKind(models.TextChoices):
    COUNCIL_WITH_EXPERTS = "council_with_experts", "理事会暨专家委员会工作会"
    COUNCIL = "council", "理事会会议"
    EXPERTS = "experts", "专家委员会会议"
    LIAISONS = "liaisons", "联络员会议"


class MeetingForm(models.TextChoices):
    IN_PERSON = "in_person", "现场会议"
    ONLINE = "online", "视频会议"
    CORRESPONDENCE = "correspondence", "通讯会议"


class MeetingState(models.TextChoices):
    PLANNED = "planned", "计划中"
    CONVENED = "convened", "已通知"
    IN_SESSION = "in_session", "进行中"
    HELD = "held", "已召开"
    CANCELLED = "cancelled", "已取消"


class DayPart(models.TextChoices):
    MORNING = "morning", "上午"
    AFTERNOON = "afternoon", "下午"
    EVENING = "evening", "晚上"


class ItemKind(models.TextChoices):
    SPEECH = "speech", "致辞"
    FOLLOW_UP = "follow_up", "落实情况"
    REPORT = "report", "报告"
    DELIBERATION = "deliberation", "审议"
    DISCUSSION = "discussion", "讨论"
    NOTICE = "notice", "通报"
    SUMMARY = "summary", "总结讲话"


class AttendanceState(models.TextChoices):
    PRESENT = "present", "出席"
    EXCUSED = "excused", "请假"
    OBSERVER = "observer", "列席"


class ReplyAnswer(models.TextChoices):
    ATTEND = "attend", "参加"
    EXCUSE = "excuse", "请假"
    DELEGATE = "delegate", "委派他人"


class Lodging(models.TextChoices):
    NONE = "none", "不住宿"
    SINGLE = "single", "单间"
    SHARED = "shared", "合住"


class CheckInVia(models.TextChoices):
    CODE = "code", "扫码签到"
    DESK = "desk", "签到台"


class ReplyVia(models.TextChoices):
    DESK = "desk", "工作台"
    LINK = "link", "个人链接"
    BEHALF = "behalf", "秘书处代录"


class ResolutionKind(models.TextChoices):
    DECISION = "decision", "决定"
    APPROVED = "approved", "通过"
    APPROVED_IN_PRINCIPLE = "approved_in_principle", "原则通过"
    AGREED = "agreed", "商定"
    SUGGESTION = "suggestion", "建议"
    TASK = "task", "任务"


class MinutesState(models.TextChoices):
    DRAFT = "draft", "起草"
    CONSULTING = "consulting", "征求意见"
    SIGNED = "signed", "已签发"


class HostingState(models.TextChoices):
    PROPOSED = "proposed", "拟承办"
    ACCEPTED = "accepted", "已确认"
    DECLINED = "declined", "不能承办"
    HOSTED = "hosted", "已承办"
    YIELDED = "yielded", "改由他单位承办"


class OrganiserRole(models.TextChoices):
    HOST = "host", "主办"
    JOINT_HOST = "joint_host", "联合主办"
    ORGANISER = "organiser", "承办"
    CO_ORGANISER = "co_organiser", "协办"


class CountKind(models.TextChoices):
    PEOPLE = "people", "参会人数"
    UNITS = "units", "参会单位"
    TALKS = "talks", "报告"
    INVITED_TALKS = "invited_talks", "特邀报告"
    SPECIAL_TALKS = "special_talks", "专题报告"
    POSTERS = "posters", "墙报"
    WINNERS = "winners", "获奖人数"


class TalkKind(models.TextChoices):
    OPENING = "opening", "开幕致辞"
    WELCOME = "welcome", "欢迎辞"
    ADDRESS = "address", "致辞"
    TALK = "talk", "报告"
    CLOSING = "closing", "闭幕讲话"
    PRESENT = "present", "出席"


# ---------------------------------------------------------------- votes
class MajorityOf(models.TextChoices):
    """What a majority is counted against."""

    SEATS = "seats", "全体席位"
    PRESENT = "present", "出席席位"
    CAST = "cast", "所投票数"


class BallotState(models.TextChoices):
    DRAFT = "draft", "准备中"
    OPEN = "open", "表决中"
    CLOSED = "closed", "已截止"
    ANNULLED = "annulled", "已作废"


class VoteChoice(models.TextChoices):
    YES = "yes", "同意"
    NO = "no", "反对"
    ABSTAIN = "abstain", "弃权"


class BallotResult(models.TextChoices):
    CARRIED = "carried", "通过"
    REJECTED = "rejected", "未通过"
    NO_QUORUM = "no_quorum", "未达法定人数"


# ---------------------------------------------------------------- after the meeting
class SectionSource(models.TextChoices):
    """Where a part of the minutes' text comes from."""

    OPENING = "opening", "开头"
    ITEM = "item", "议程"
    OWN = "own", "补充段落"


class CommentStance(models.TextChoices):
    AGREE = "agree", "无异议"
    OBJECT = "object", "有修改意见"


class ActionState(models.TextChoices):
    """未载明: a task of a time when nobody followed it here; what became of it is not stated."""

    UNSTATED = "unstated", "进展未载明"
    OPEN = "open", "办理中"
    DONE = "done", "已完成"
    DROPPED = "dropped", "不再办理"


class PlanState(models.TextChoices):
    DRAFT = "draft", "起草"
    ADOPTED = "adopted", "已通过"
    CLOSED = "closed", "已总结"


class PlanItemState(models.TextChoices):
    WAITING = "waiting", "未开始"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    DROPPED = "dropped", "取消"


class EffectKind(models.TextChoices):
    ADMISSION = "admission", "接纳成员单位"
    APPOINTMENT = "appointment", "任命职务"
    REPLACEMENT = "replacement", "更换代表"
    RULE = "rule", "修订表决规则"
    DOCUMENT = "document", "通过文件"
    WORK_PLAN = "work_plan", "通过工作计划"
    ACTION = "action", "部署督办事项"


class EffectState(models.TextChoices):
    PLANNED = "planned", "待生效"
    CARRIED_OUT = "carried_out", "已生效"
    REVERSED = "reversed", "已撤销"


class RegistrationState(models.TextChoices):
    SUBMITTED = "submitted", "已报名"
    CONFIRMED = "confirmed", "已确认"
    DECLINED = "declined", "未通过"
    WITHDRAWN = "withdrawn", "已取消"
