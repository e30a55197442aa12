"""新一期简报: compile a year, or open a periodic issue, on one page."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from alliance.core.errors import DomainError
from alliance.core.formkit import wording
from bulletins.admin.workbench.frame import address, may_edit
from bulletins.enums import BulletinPeriod
from bulletins.models import Article, Bulletin, BulletinEntry
from bulletins.services.compiling import compile_bulletin
from bulletins.services.opening import open_periodic

PERIODS = [(each.value, f"{each.label}简报") for each in (BulletinPeriod.QUARTERLY, BulletinPeriod.MONTHLY)]


class PlainForm(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            wording.speak_plainly(field)

    def refuse(self, refused: DomainError) -> None:
        self.add_error(refused.field if refused.field in self.fields else None, refused.message)


class YearForm(PlainForm):
    year = forms.RegexField(
        r"\A[0-9]{4}\Z",
        label="年度",
        error_messages={"invalid": "请填写四位数字，如 2015。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4, "autocomplete": "off"}),
    )


class PeriodForm(PlainForm):
    period = forms.ChoiceField(label="周期", choices=PERIODS, widget=forms.RadioSelect)
    starts_on = forms.DateField(
        label="收录起始日", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label="收录截止日", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "截止日不能早于起始日。")
        return cleaned


def pages(model_admin) -> list:
    wrap = model_admin.admin_site.admin_view
    return [
        path(
            "compile/",
            wrap(lambda request: _act(request, model_admin, _compile)),
            name="bulletins_bulletin_compile",
        ),
        path(
            "periodic/",
            wrap(lambda request: _act(request, model_admin, _open)),
            name="bulletins_bulletin_periodic",
        ),
    ]


def show(request, model_admin, *, year_form=None, period_form=None):
    """The page with both ways to a new issue."""
    if not may_edit(request.user):
        raise PermissionDenied
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "新一期简报",
        "year_form": year_form or YearForm(initial={"year": suggested_year()}),
        "period_form": period_form or PeriodForm(initial=suggested_period()),
        "open_issues": Bulletin.objects.filter(state__in=("editing", "proofing")).defer("frozen")[:5],
    }
    return render(request, "admin/bulletins/bulletin/new.html", context)


def suggested_year() -> int:
    """The newest year that has published articles and no issue yet; else this year."""
    held = Bulletin.objects.filter(number=0).values("year")
    years = Article.objects.real().published().exclude(year__in=held).order_by("-year")
    return years.values_list("year", flat=True).first() or timezone.localdate().year


def suggested_period() -> dict:
    """The quarter before this one."""
    today = timezone.localdate()
    first = (today.month - 1) // 3 * 3 + 1
    ends = today.replace(month=first, day=1) - timedelta(days=1)
    return {
        "period": BulletinPeriod.QUARTERLY,
        "starts_on": ends.replace(month=ends.month - 2, day=1),
        "ends_on": ends,
    }


def _act(request, model_admin, act):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may_edit(request.user):
        raise PermissionDenied
    return act(request, model_admin)


def _compile(request, model_admin):
    """POST `year`: fill that year's issue and open it; where it is closed already, open it and say so."""
    form = YearForm(request.POST)
    if not form.is_valid():
        return show(request, model_admin, year_form=form)
    year = int(form.cleaned_data["year"])
    try:
        bulletin = compile_bulletin(actor=request.user, year=year)
    except DomainError as refused:
        found = Bulletin.objects.filter(year=year, number=0).only("pk").current().first()
        if found is None:
            form.refuse(refused)
            return show(request, model_admin, year_form=form)
        model_admin.message_user(request, refused.message, messages.ERROR)
        return HttpResponseRedirect(address("change", found))
    return _opened(request, model_admin, bulletin, "已汇编")


def _open(request, model_admin):
    """POST `period`, `starts_on`, `ends_on`: the next issue of the year, filled with what happened in that time."""
    form = PeriodForm(request.POST)
    if not form.is_valid():
        return show(request, model_admin, period_form=form)
    values = form.cleaned_data
    try:
        bulletin = open_periodic(actor=request.user, year=values["starts_on"].year, **values)
    except DomainError as refused:
        form.refuse(refused)
        return show(request, model_admin, period_form=form)
    return _opened(request, model_admin, bulletin, "已新建")


def _opened(request, model_admin, bulletin: Bulletin, done: str):
    count = BulletinEntry.objects.filter(section__bulletin=bulletin, dropped=False).count()
    model_admin.message_user(request, f"{done}“{bulletin}”，共 {count} 篇。", messages.SUCCESS)
    return HttpResponseRedirect(address("change", bulletin))
