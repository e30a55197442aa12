"""Lifecycles in the admin: buttons from the model's transitions, each confirmed on a page of its own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from alliance.core.admin.acts import acts_on
from alliance.core.errors import DomainError
from alliance.core.transitions import Move, available_moves, run_transition, state_field


class TransitionAdminMixin:
    """Buttons on the change page. The state itself is never edited by hand; `locked_states` are read-only."""

    change_form_template = "admin/change_form_with_moves.html"
    locked_states: tuple = ()

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_move"
        view = self.admin_site.admin_view(self.move_view)
        return [path("<path:object_id>/move/<slug:move>/", view, name=name), *super().get_urls()]

    def get_readonly_fields(self, request, obj=None):
        state = state_field(self.model).name
        return (state, *(name for name in super().get_readonly_fields(request, obj) if name != state))

    # ------------------------------------------------------------ locked records
    def is_locked(self, obj) -> bool:
        return obj is not None and state_field(self.model).value_from_object(obj) in self.locked_states

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not self.is_locked(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not self.is_locked(obj)

    # ------------------------------------------------------------ moves
    def moves_for(self, request, obj) -> list[Move]:
        """What this person may do here; a member's own acts are made at the desk, even by a superuser."""
        if not super().has_change_permission(request, obj):
            return []
        return [move for move in available_moves(obj, request.user) if not move.on_desk]

    def run_move(self, request, obj, move: Move, reason: str):
        """Make the move; an app whose transition has a service of its own calls that instead."""
        return run_transition(actor=request.user, obj=obj, name=move.name, reason=reason)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["moves"] = self.moves_for(request, obj) if obj else []
        context["acts"] = acts_on(obj) if obj else []
        context["is_locked"] = self.is_locked(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def move_view(self, request, object_id, move):
        """Confirm (GET, with a reason where the act is grave) and run (POST) one transition."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not super().has_change_permission(request, obj):
            raise PermissionDenied
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        back = HttpResponseRedirect(address)
        found = next((each for each in self.moves_for(request, obj) if each.name == move), None)
        if found is None:
            self.message_user(request, "当前状态下没有这项操作，可能已由他人办理。", messages.WARNING)
            return back
        error = ""
        if request.method == "POST":
            error = self._try_move(request, obj, found)
            if not error:
                self.message_user(request, f"已{found.label}：{obj}", messages.SUCCESS)
                return back
        context = {
            **self.admin_site.each_context(request),
            "title": found.label,
            "opts": self.opts,
            "object": obj,
            "state": dict(state_field(self.model).flatchoices).get(
                state_field(self.model).value_from_object(obj)
            ),
            "move": found,
            "error": error,
            "reason": request.POST.get("reason", ""),
            "back": address,
        }
        return render(request, "admin/confirm_move.html", context)

    def _try_move(self, request, obj, move: Move) -> str:
        """The reason why the move was refused; empty when it was made."""
        try:
            self.run_move(request, obj, move, request.POST.get("reason", ""))
        except DomainError as refused:
            return refused.message
        except ValidationError as invalid:
            return " ".join(invalid.messages)
        return ""
