"""Kinds and states of meetings, decisions and events."""

from django.db import models


class MeetingKind(models.TextChoices):
    COUNCIL_WITH_EXPERTS = "council_with_experts", "理事会暨专家委员会工作会"
    COUNCIL = "council", "理事会会议"
    EXPERTS = "experts", "专家委员会会议"
    LIAISONS = "liaisons", "联络员会议"


class MeetingState(models.TextChoices):
    PLANNED = "planned", "计划中"
    CONVENED = "convened", "已通知"
    HELD = "held", "已召开"
    CANCELLED = "cancelled", "已取消"


class DayPart(models.TextChoices):
    MORNING = "morning", "上午"
    AFTERNOON = "afternoon", "下午"
    EVENING = "evening", "晚上"


class ItemKind(models.TextChoices):
    SPEECH = "speech", "致辞"
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
