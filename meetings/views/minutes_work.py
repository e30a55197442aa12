"""The secretariat's workbench for the minutes of one meeting: compile, edit, put before the units, sign, print."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from alliance.core import audit
from alliance.core.database import db_now
from alliance.core.diff import diff_texts
from alliance.core.errors import DomainError
from alliance.core.forms import open_form
from alliance.core.tones import tone_of
from alliance.core.transitions import run_transition
from alliance.printing.services import request_document
from meetings.enums import MinutesState
from meetings.forms.minutes import AskForm, MinutesForm, ParagraphForm, SignForm
from meetings.minutes_consulting import answers_to
from meetings.minutes_content import minutes_content
from meetings.minutes_print import FORMS
from meetings.models import Meeting, Minutes
from meetings.services.consulting import ask_for_comments, settle_comment
from meetings.services.links import end_links
from meetings.services.minutes import add_paragraph, assemble_minutes, edit_minutes, settle_section
from meetings.services.signing import obstacles, sign_minutes

BOXES = {"text": MinutesForm, "paragraph": ParagraphForm, "ask": AskForm, "sign": SignForm}


@login_required
def work(request, pk: int):
    """`/meetings/<pk>/minutes/work/`. What is posted names its form in `box`."""
    meeting = _meeting(request, pk)
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None:
        return render(request, "meetings/minutes/work.html", {"meeting": meeting})
    minutes.meeting = meeting
    forms = _forms(request, minutes)
    box = request.GET.get("box", "text") if request.method == "POST" else ""
    form = forms.get(box)
    if form is not None and form.is_valid() and (said := _send(request.user, minutes, box, form)):
        messages.success(request, said)
        return redirect("meetings:minutes_work", pk=pk)
    return render(request, "meetings/minutes/work.html", _shown(minutes, forms))


def _forms(request, minutes: Minutes) -> dict:
    """The forms that this state offers; the one that was posted is bound."""
    offered = {
        MinutesState.DRAFT: ("text", "paragraph", "ask", "sign"),
        MinutesState.CONSULTING: ("sign",),
        MinutesState.SIGNED: (),
    }[minutes.state]
    return {box: _open(request, box, minutes) for box in offered}


def _open(request, box: str, minutes: Minutes):
    """Bound where it was posted, else filled with the person's draft; ids stay apart on the page."""
    is_other = request.method == "POST" and request.GET.get("box", "text") != box
    kwargs = {} if box == "paragraph" else {"minutes": minutes}
    page = {"key": f"minutes-{box}-{minutes.pk}", "action": f"{request.path}?box={box}"}
    if is_other:
        form = BOXES[box](**kwargs)
        form.open_on(request, **page)
    else:
        form = open_form(request, BOXES[box], **page, **kwargs)
    form.auto_id = f"id_{box}_%s"
    return form


def _send(actor, minutes: Minutes, box: str, form) -> str:
    """What was done, in words; empty when it was refused (the form says why)."""
    given = {"actor": actor, "minutes": minutes}
    if box == "text":
        version = form.cleaned_data["opened_version"]
        return "已保存。" if form.call(edit_minutes, edited=form.edited, version=version, **given) else ""
    if box == "paragraph":
        text = form.cleaned_data["text"]
        return "已补充一段，可在正文中继续修改。" if form.call(add_paragraph, text=text, **given) else ""
    if box == "ask":
        return "已向各单位征求意见。" if form.call(ask_for_comments, **form.said, **given) else ""
    return "会议纪要已签发。" if form.call(sign_minutes, **form.said, **given) else ""


def _shown(minutes: Minutes, forms: dict) -> dict:
    now = db_now()
    answers = answers_to(minutes, now)
    waiting = minutes.sections.exclude(incoming="").select_related("item")
    return {
        "meeting": minutes.meeting,
        "minutes": minutes,
        "tone": tone_of(minutes.state),
        "forms": forms,
        "said": minutes_content(minutes),
        "conflicts": [(one, diff_texts(one.text, one.incoming)) for one in waiting],
        "lost": [one for one in minutes.sections.all() if one.has_lost_its_source],
        "answers": answers,
        "earlier": minutes.comments.exclude(round=minutes.round).select_related("unit"),
        "is_open": minutes.takes_comments_at(now),
        "obstacles": obstacles(minutes) if minutes.state != MinutesState.SIGNED else [],
        "versions": minutes.versions.order_by("-number"),
        "print_forms": FORMS.values(),
        "entries": audit.entries_of(minutes)[:20],
    }


# ---------------------------------------------------------------- acts without a form of their own
@login_required
@require_POST
def act(request, pk: int, act: str):
    """assemble, settle (a section), settle-comment, revise, reopen, end-links, print."""
    meeting = _meeting(request, pk)
    if act not in ACTS:
        raise Http404
    try:
        answer = ACTS[act](request, meeting)
    except DomainError as refused:
        messages.error(request, refused.message)
    except ValidationError as invalid:
        messages.error(request, " ".join(invalid.messages))
    else:
        if not isinstance(answer, str):
            return answer
        messages.success(request, answer)
    return redirect("meetings:minutes_work", pk=pk)


def _assemble(request, meeting: Meeting) -> str:
    return assemble_minutes(actor=request.user, meeting=meeting).in_words


def _settle(request, meeting: Meeting) -> str:
    sections = _minutes_of(meeting).sections.all()
    section = get_object_or_404(sections, pk=_number(request, "section"))
    take_new = request.POST.get("take") == "new"
    settle_section(actor=request.user, section=section, take_new=take_new)
    return "已采用新汇编。" if take_new else "已保留现有文字。"


def _settle_comment(request, meeting: Meeting) -> str:
    comment = get_object_or_404(_minutes_of(meeting).comments, pk=_number(request, "comment"))
    settle_comment(actor=request.user, comment=comment, settlement=request.POST.get("settlement", ""))
    return f"已登记对{comment.unit}意见的处理。"


def _move(name: str, said: str):
    def run(request, meeting: Meeting) -> str:
        reason = request.POST.get("reason", "")
        run_transition(actor=request.user, obj=_minutes_of(meeting), name=name, reason=reason)
        return said

    return run


def _end_links(request, meeting: Meeting) -> str:
    end_links(actor=request.user, obj=_minutes_of(meeting))
    return "已作废此前发出的全部个人链接，请重新发送。"


def _print(request, meeting: Meeting):
    form = FORMS.get(request.POST.get("form", ""))
    if form is None:
        raise Http404
    document = request_document(actor=request.user, kind=form.kind, pk=_minutes_of(meeting).pk)
    return redirect("printing:document", pk=document.pk)


ACTS = {
    "assemble": _assemble,
    "settle": _settle,
    "settle-comment": _settle_comment,
    "revise": _move("revise", "已结束征求意见，可以修改纪要。"),
    "reopen": _move("reopen", "已撤回，可以修改；重新签发后成为新的版本。"),
    "end-links": _end_links,
    "print": _print,
}


def _meeting(request, pk: int) -> Meeting:
    """For the secretariat alone: 403 for others, who know the address from nowhere."""
    if not request.user.has_perm("meetings.write_minutes"):
        raise PermissionDenied("此页面供秘书处使用。")
    return get_object_or_404(Meeting, pk=pk)


def _minutes_of(meeting: Meeting) -> Minutes:
    minutes = get_object_or_404(Minutes, meeting=meeting)
    minutes.meeting = meeting
    return minutes


def _number(request, name: str) -> int:
    value = request.POST.get(name, "")
    if not (value.isascii() and value.isdecimal() and len(value) < 19):
        raise Http404
    return int(value)
