"""轮流承办: the ledger on one page, and the acts of the secretariat on it."""

from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils import timezone

from alliance.core.forms import open_form
from meetings.enums import HostingState
from meetings.forms.rotation import HandOverForm, OfferForm, SwapForm
from meetings.models import HostingTurn
from meetings.rotation import next_year, standings
from meetings.services import rotation as services
from members.admin.act_pages import ActPagesMixin

GOES_ON = (HostingState.PROPOSED, HostingState.ACCEPTED, HostingState.DECLINED)


class RotationAdminMixin(ActPagesMixin):
    """For the admin of turns: `轮次` and what is done from there."""

    act_permission = services.RIGHT
    change_list_template = "admin/meetings/turn_list.html"

    def get_urls(self):
        pages = [
            ("ledger/", self.ledger_view, "ledger"),
            ("offer/", self.offer_view, "offer"),
            ("<int:pk>/hand-over/", self.hand_over_view, "hand_over"),
            ("<int:pk>/swap/", self.swap_view, "swap"),
        ]
        site = self.admin_site.admin_view
        own = [path(route, site(view), name=f"meetings_hostingturn_{name}") for route, view, name in pages]
        return [*own, *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.state in GOES_ON:
            acts = [("改由他单位承办", reverse("admin:meetings_hostingturn_hand_over", args=[obj.pk]))]
            if obj.state != HostingState.DECLINED:
                acts.append(("与他单位互换年度", reverse("admin:meetings_hostingturn_swap", args=[obj.pk])))
            context["more_acts"] = [*acts, *context.get("more_acts", [])]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def moves_for(self, request, obj):
        """Handing over asks to whom, so that it has a page of its own."""
        return [move for move in super().moves_for(request, obj) if move.name != "hand_over"]

    # ------------------------------------------------------------ pages
    def ledger_view(self, request):
        """`/admin/meetings/hostingturn/ledger/`: who comes next, and every turn so far."""
        self._require(request)
        turns = list(HostingTurn.objects.with_parties().select_related("basis").order_by("-year", "pk"))
        real = [turn for turn in turns if not turn.is_example]
        examples = [turn for turn in turns if turn.is_example]
        back = reverse("admin:meetings_hostingturn_changelist")
        return self.act_page(
            request,
            "轮流承办：轮次与记录",
            back,
            "admin/meetings/ledger.html",
            standings=standings(real),
            turns=real,
            examples=examples,
            next_year=next_year(real, timezone.localdate().year),
            goes_on=GOES_ON,
        )

    def offer_view(self, request):
        """`/admin/meetings/hostingturn/offer/`, with `?unit=` from the ledger."""
        self._require(request)
        turns = [turn for turn in HostingTurn.objects.with_parties() if not turn.is_example]
        order = standings(turns)
        wanted = request.GET.get("unit", "")
        chosen = next((one for one in order if str(one.unit.pk) == wanted), order[0] if order else None)
        form = open_form(
            request,
            OfferForm,
            next_unit=chosen and chosen.unit,
            next_year=next_year(turns, timezone.localdate().year),
        )
        back = reverse("admin:meetings_hostingturn_ledger")
        if request.method == "POST" and form.is_valid():
            turn = form.call(services.offer_turn, actor=request.user, **form.cleaned_data)
            if turn is not None:
                return self._done(request, turn, f"已征询：{turn}。有账号的联络员和理事已收到通知。")
        hint = f"按轮次，下一个是{order[0].unit}（{order[0].note}）。" if order else ""
        return self.act_page(request, "征询承办", back, form=form, hint=hint)

    def hand_over_view(self, request, pk: int):
        turn = self._turn(request, pk)
        form = open_form(request, HandOverForm, turn=turn)
        if request.method == "POST" and form.is_valid():
            new = form.call(services.hand_over_turn, actor=request.user, turn=turn, **form.cleaned_data)
            if new is not None:
                return self._done(request, new, f"已登记：{turn}改由{new.unit}承办，并已征询{new.unit}。")
        hint = f"{turn}，{turn.get_state_display()}。原单位的轮次保留在记录中，新单位会收到征询。"
        back = reverse("admin:meetings_hostingturn_change", args=[turn.pk])
        return self.act_page(request, "改由他单位承办", back, form=form, hint=hint)

    def swap_view(self, request, pk: int):
        turn = self._turn(request, pk)
        form = open_form(request, SwapForm, turn=turn)
        if request.method == "POST" and form.is_valid():
            swapped = form.call(services.swap_turns, actor=request.user, turn=turn, **form.cleaned_data)
            if swapped is not None:
                told = "、".join(map(str, swapped))
                return self._done(request, swapped[0], f"已互换，并重新征询：{told}。")
        hint = f"{turn}，{turn.get_state_display()}。互换后两个单位都会收到征询，确认后生效。"
        back = reverse("admin:meetings_hostingturn_change", args=[turn.pk])
        return self.act_page(request, "互换年度", back, form=form, hint=hint)

    # ------------------------------------------------------------ helpers
    def _done(self, request, turn: HostingTurn, text: str):
        return self.act_done(request, text, reverse("admin:meetings_hostingturn_change", args=[turn.pk]))

    def _turn(self, request, pk: int) -> HostingTurn:
        return self.act_target(request, pk, HostingTurn.objects.with_parties())

    def _require(self, request) -> None:
        if not request.user.has_perm(self.act_permission, HostingTurn()):
            raise PermissionDenied
