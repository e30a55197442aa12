"""征求意见: at the desk of whoever speaks for a unit, and over a personal link without logging in.

Minutes about which the person's unit is not asked are 404.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from alliance.core.database import db_now
from alliance.core.forms import open_form
from alliance.core.personal_links import PersonalLink, personal_page
from meetings.enums import MinutesState
from meetings.forms.minutes import CommentForm
from meetings.minutes_consulting import (
    COMMENT,
    asked_units,
    comment_behind,
    comment_path,
    refusal_of,
)
from meetings.minutes_content import minutes_content
from meetings.models import Minutes
from meetings.rules import hosting_units
from meetings.services.consulting import comment_on_minutes
from members.confirming import speakers
from members.models import Unit


@login_required
def comment(request, pk: int):
    """`/meetings/<pk>/minutes/comment/`: what the person's unit says about the draft."""
    minutes = get_object_or_404(Minutes.objects.select_related("meeting"), meeting=pk, round__gt=0)
    units = hosting_units(request.user)
    unit = next((one for one in asked_units(minutes.meeting) if one.pk in units), None)
    if unit is None or minutes.state == MinutesState.DRAFT:
        raise Http404
    said = minutes.comments.filter(unit=unit, round=minutes.round).first()
    form = open_form(request, CommentForm, comment=said)
    if request.method == "POST" and form.is_valid():
        saved = _send(form, actor=request.user, minutes=minutes, unit=unit)
        if saved is not None:
            messages.success(request, f"已提交：{saved.get_stance_display()}。截止前可以修改。")
            return redirect("meetings:minutes_comment", pk=pk)
    return render(request, "meetings/minutes/comment.html", _shown(minutes, unit, said, form))


@personal_page(COMMENT, keeps_typed=True)
def comment_by_link(request, link: PersonalLink):
    """`/meetings/m/<token>/`"""
    minutes, person, unit = comment_behind(link)
    said = minutes.comments.filter(unit=unit, round=minutes.round).first()
    form = CommentForm(request.POST if request.method == "POST" else None, comment=said)
    form.helper.disable_csrf = True
    if (
        request.method == "POST"
        and form.is_valid()
        and form.within(link.act)
        and _send(form, actor=None, minutes=minutes, unit=unit, by_link=person)
    ):
        return redirect(request.path)
    context = {**_shown(minutes, unit, said, form), "person": person}
    return render(request, "meetings/minutes/comment_by_link.html", context, status=form.status)


@login_required
@require_safe
def links(request, pk: int):
    """`/meetings/<pk>/minutes/links/`: everybody's personal link, for the secretariat, while units are asked."""
    if not request.user.has_perm("meetings.write_minutes"):
        raise PermissionDenied("此页面供秘书处使用。")
    asking = Minutes.objects.filter(state=MinutesState.CONSULTING).select_related("meeting")
    minutes = get_object_or_404(asking, meeting=pk)
    units = asked_units(minutes.meeting)
    speaking = speakers([unit.pk for unit in units])
    rows = [
        (
            unit,
            [
                (person, settings.SITE_URL + comment_path(minutes, person))
                for person in speaking.get(unit.pk, [])
            ],
        )
        for unit in units
    ]
    context = {"minutes": minutes, "meeting": minutes.meeting, "units": rows}
    return render(request, "meetings/minutes/links.html", context)


def _send(form: CommentForm, **kwargs):
    version = form.cleaned_data["opened_version"]
    return form.call(comment_on_minutes, version=version, **form.said, **kwargs)


def _shown(minutes: Minutes, unit: Unit, said, form: CommentForm) -> dict:
    is_open = minutes.takes_comments_at(db_now())
    return {
        "minutes": minutes,
        "unit": unit,
        "comment": said,
        "form": form,
        "said": minutes_content(minutes),
        "is_open": is_open,
        "refusal": "" if is_open else refusal_of(minutes),
    }
