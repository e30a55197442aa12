"""Pages about seats: replacing within a term, and the seats that nobody fills."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone

from alliance.core.forms import open_form
from members.desk.terms import orphaned, vacant_seats
from members.forms.seats import SeatForm
from members.models import Occupancy, Seat
from members.services import seats

MANY = 200


class SeatPagesMixin:
    """Adds to the admin of seats: `更换任职` of one seat, and the list of vacant seats."""

    change_form_template = "admin/members/seat_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("vacant/", view(self.vacant_view), name="members_seat_vacant"),
            path("<int:object_id>/replace/", view(self.replace_view), name="members_seat_replace"),
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["replace_url"] = reverse("admin:members_seat_replace", args=[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def replace_view(self, request, object_id: int):
        """`/admin/members/seat/<pk>/replace/`"""
        if not self.has_change_permission(request):
            raise PermissionDenied
        seat = get_object_or_404(Seat.objects.select_related("unit", "term"), pk=object_id)
        held = seats.occupant_on(seat, timezone.localdate())
        form = open_form(request, SeatForm, seat=seat, held=held)
        if request.method == "POST" and form.is_valid():
            done = self._write(request, form)
            if done is not None:
                messages.success(request, f"已办理：{seat}，{done.person}。")
                return redirect("admin:members_seat_change", object_id=seat.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"更换任职：{seat}" if held else f"安排任职：{seat}",
            "opts": self.opts,
            "seat": seat,
            "held": held,
            "form": form,
            "new_person": f"{reverse('admin:members_person_add')}?unit={seat.unit_id}",
            "back": reverse("admin:members_seat_change", args=[seat.pk]),
        }
        return render(request, "admin/members/replace.html", context)

    def _write(self, request, form: SeatForm) -> Occupancy | None:
        said, actor = form.cleaned_data, request.user
        if form.ends:
            ended = {"occupancy": form.held, "ends_on": said["day"], "reason": said["reason"]}
            return form.call(seats.end_occupancy, actor=actor, **ended)
        filled = {
            "seat": form.seat,
            "person": said["person"],
            "starts_on": said["day"],
            "reason": said["reason"],
            "letter": said["letter"],
        }
        return form.call(seats.replace_occupant if form.held else seats.fill_seat, actor=actor, **filled)

    def vacant_view(self, request):
        """`/admin/members/seat/vacant/`: seats without anybody, and occupancies whose unit has left."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        vacant = vacant_seats(today).select_related("unit", "term")
        vacant = vacant.order_by("unit__print_order", "unit__pinyin", "unit", "body")
        stale = orphaned(today).select_related("person", "seat__unit", "seat__term")
        context = {
            **self.admin_site.each_context(request),
            "title": "空缺席位与待办离任",
            "opts": self.opts,
            "vacant": list(vacant[:MANY]),
            "stale": list(stale.order_by("seat__unit__pinyin", "pk")[:MANY]),
            "many": MANY,
        }
        return render(request, "admin/members/vacant.html", context)
