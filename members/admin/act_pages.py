"""Pages of the admin that ask in a form and call one service: bookings, payments, signatures."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render

from alliance.core.errors import DomainError

MONEY = "会费与基金"


class ActPagesMixin:
    """`act_permission`: asked with the object on each of these pages."""

    act_permission = ""

    def act_target(self, request, pk: int, queryset=None):
        """The object of the page; 404 where there is none, 403 without the right to act on it."""
        found = get_object_or_404(self.model._default_manager.all() if queryset is None else queryset, pk=pk)
        if not request.user.has_perm(self.act_permission, found):
            raise PermissionDenied
        return found

    def act_page(self, request, title: str, back: str, template: str = "", **more):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "back": back,
            **more,
        }
        return render(request, template or "admin/members/money_act.html", context)

    def act_done(self, request, text: str, back: str):
        messages.success(request, text)
        return redirect(back)

    def act_at_once(self, request, back: str, service, told, **kwargs):
        """POST: call `service`; what it returns is told by `told(result)`, a refusal as a message."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            result = service(actor=request.user, **kwargs)
        except DomainError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, told(result))
        return redirect(back)
