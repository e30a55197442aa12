"""A person's move to another unit, or the correction of a unit registered wrongly: a page of its own in the admin."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextInputWidget,
)

from alliance.core.errors import DomainError
from members.models import Occupancy, Organisation, Person, Unit
from members.services.people import correct_unit, move_person

MOVE, CORRECT = "move", "correct"


class MoveForm(forms.Form):
    kind = forms.ChoiceField(
        label="办理",
        initial=MOVE,
        choices=[(MOVE, "调动：原单位记入曾任单位"), (CORRECT, "更正：原来登记错了，不记入曾任单位")],
        widget=UnfoldAdminSelectWidget,
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="成员单位",
        required=False,
        empty_label="（未选）",
        widget=UnfoldAdminSelectWidget,
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name"),
        label="其他机构",
        required=False,
        empty_label="（未选）",
        widget=UnfoldAdminSelectWidget,
    )
    since = forms.DateField(
        label="起始日期", required=False, help_text="未载明请留空。", widget=UnfoldAdminSingleDateWidget
    )
    post = forms.CharField(label="新职务", required=False, max_length=100, widget=UnfoldAdminTextInputWidget)

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        units = Unit.objects.filter(is_example=person.is_example, merged_into=None)
        self.fields["unit"].queryset = units.order_by("pinyin", "pk")

    def carry_out(self, actor) -> bool:
        """False with the reason at its field."""
        given = self.cleaned_data.copy()
        kind = given.pop("kind")
        if kind == CORRECT:
            given = {"unit": given["unit"], "organisation": given["organisation"]}
        try:
            (correct_unit if kind == CORRECT else move_person)(actor=actor, person=self.person, **given)
        except DomainError as refused:
            self.add_error(refused.field if refused.field in self.fields else None, refused.message)
        return not self.errors


class MovingMixin:
    def get_urls(self):
        view = self.admin_site.admin_view(self.move_view)
        return [path("<int:pk>/move/", view, name="members_person_move"), *super().get_urls()]

    def get_readonly_fields(self, request, obj=None):
        """Where somebody works is changed by a move, so that the unit before is not lost."""
        settled = ("unit", "organisation") if obj is not None and (obj.unit_id or obj.organisation_id) else ()
        return (*super().get_readonly_fields(request, obj), *settled)

    @admin.display(description="调动")
    def move_shown(self, person):
        if person is None or not (person.unit_id or person.organisation_id):
            return "登记单位后可办理调动"
        address = reverse("admin:members_person_move", args=[person.pk])
        return format_html('<a class="push push-quiet" href="{}">调动或更正单位</a>', address)

    def move_view(self, request, pk: int):
        """GET: the form. POST: the move, or the reason at its field."""
        if not request.user.has_perm("members.move_person"):
            raise PermissionDenied
        person = get_object_or_404(self.model.objects.select_related("unit", "organisation"), pk=pk)
        address = reverse("admin:members_person_change", args=[pk])
        form = MoveForm(request.POST if request.method == "POST" else None, person=person)
        if request.method == "POST" and form.is_valid() and form.carry_out(request.user):
            self.message_user(request, f"已登记{person}的单位。{_left_behind(person)}", messages.SUCCESS)
            return HttpResponseRedirect(address)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{person}：调动或更正单位",
            "person": person,
            "form": form,
            "back": address,
            "seats": _left_behind(person),
        }
        return render(request, "admin/members/move.html", context)


def _left_behind(person: Person) -> str:
    """Seats that the person still fills: they go on until somebody else is named for the unit."""
    held = Occupancy.objects.filter(person=person).current().select_related("seat__unit", "seat__term")
    seats = "、".join(str(one.seat) for one in held)
    return f"其席位（{seats}）不随调动改变，请在席位处办理替换。" if seats else ""
