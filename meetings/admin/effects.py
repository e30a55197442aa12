"""Pages of a point in the admin: what it will bring about, and that it comes into effect."""

from django.contrib import admin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, path, reverse

from alliance.core.admin import ChildTable, ReadOnlyAdminMixin
from alliance.core.admin.acts import acts_on
from alliance.core.errors import DomainError
from alliance.core.forms import open_form
from meetings.effects.kinds import COLUMNS
from meetings.enums import EffectKind, EffectState
from meetings.forms.effects import FORMS, AdoptForm
from meetings.models import Resolution, ResolutionEffect
from meetings.services.adoption import RIGHT, adopt_resolution, check_decided, drop_effect, plan_effect
from members.admin.act_pages import ActPagesMixin

PAGE = "meetings_resolution_effects"
CAME = ("admission__unit", "office__person", "occupancy__person", "occupancy__seat", "rule")
MORE = ("document_version__document", "work_plan", "action", "reversed_by__meeting")


class ResolutionEffectInline(ReadOnlyAdminMixin, ChildTable):
    """Planned and dropped on the page of effects; what is carried out only another point takes back."""

    model = ResolutionEffect
    fk_name = "resolution"
    fields = ("kind", "said", "state", "reversed_by")
    readonly_fields = fields
    related = ("admission__unit", "reversed_by")

    @admin.display(description="内容")
    def said(self, effect):
        return str(effect)


class EffectPagesMixin(ActPagesMixin):
    """Adds to the admin of points: `生效与效果`, a form for each kind of effect."""

    act_permission = RIGHT
    change_form_template = "admin/meetings/resolution_form.html"
    fixed = ("meeting", "number", "by_count", "reverses")

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/effects/", view(self.effects_view), name=PAGE),
            path("<int:pk>/effects/add/<slug:kind>/", view(self.add_effect_view), name=f"{PAGE}_add"),
            path("<int:pk>/effects/<int:effect>/drop/", view(self.drop_effect_view), name=f"{PAGE}_drop"),
        ]
        return [*own, *super().get_urls()]

    def get_readonly_fields(self, request, obj=None):
        """How a point in effect was decided stands; its wording is the minutes' (`minutes_versions`)."""
        more = self.fixed if obj is not None and obj.adopted_on else ()
        return (*super().get_readonly_fields(request, obj), "adopted_on", *more)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj is not None and obj.adopted_on)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and request.user.has_perm(RIGHT, obj):
            context["effects_url"] = _page(obj)
            context["acts"] = acts_on(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # ------------------------------------------------------------ pages
    def effects_view(self, request, pk: int):
        """`/admin/meetings/resolution/<pk>/effects/`: what is planned or was done; POST brings it into effect."""
        point = self.act_target(request, pk, _points())
        form = open_form(request, AdoptForm, resolution=point)
        if request.method == "POST" and form.is_valid():
            day = form.cleaned_data["adopted_on"]
            done = form.call(adopt_resolution, actor=request.user, resolution=point, adopted_on=day)
            if done is not None:
                return self.act_done(request, f"已生效：{done}", _page(point))
        effects = list(point.effects.select_related(*CAME, *MORE, "application"))
        more = {
            "point": point,
            "effects": [(effect, came_of(effect)) for effect in effects],
            "planned": sum(effect.state == EffectState.PLANNED for effect in effects),
            "obstacle": _obstacle(point),
            "kinds": [
                (label, reverse(f"admin:{PAGE}_add", args=[pk, kind])) for kind, label in EffectKind.choices
            ],
            "reversed_by": [one for one in point.reversed_by.all() if one.adopted_on],
            "form": form,
        }
        back = reverse("admin:meetings_resolution_change", args=[pk])
        title = f"生效与效果：{point}"
        return self.act_page(request, title, back, "admin/meetings/effects.html", **more)

    def add_effect_view(self, request, pk: int, kind: str):
        """`…/effects/add/<kind>/`"""
        point = self.act_target(request, pk, _points())
        if kind not in FORMS:
            raise Http404
        form = open_form(request, FORMS[kind], resolution=point)
        if request.method == "POST" and form.is_valid():
            planned = form.call(
                plan_effect, actor=request.user, resolution=point, kind=kind, content=form.content
            )
            if planned is not None:
                return self.act_done(request, f"已加入计划：{planned}", _page(point))
        title = f"{EffectKind(kind).label}：{point}"
        hint = "只是计划：事项生效时才会办理，生效之前可以删除。"
        return self.act_page(request, title, _page(point), form=form, hint=hint)

    def drop_effect_view(self, request, pk: int, effect: int):
        """`…/effects/<effect>/drop/`, POST alone"""
        point = self.act_target(request, pk, _points())
        found = get_object_or_404(ResolutionEffect, pk=effect, resolution=point)
        return self.act_at_once(request, _page(point), drop_effect, lambda _: "已删除。", effect=found)


def came_of(effect: ResolutionEffect) -> tuple[str, str] | None:
    """(what came of it, its page in the admin) once it is carried out."""
    if effect.state == EffectState.PLANNED:
        return None
    record = next((getattr(effect, name) for name in COLUMNS.values() if getattr(effect, f"{name}_id")), None)
    if record is None:
        return None
    opts = record._meta
    try:
        return str(record), reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])
    except NoReverseMatch:  # versions are shown with their document
        return str(record), ""


def _points():
    return Resolution.objects.select_related("meeting", "reverses__meeting")


def _page(point: Resolution) -> str:
    return reverse(f"admin:{PAGE}", args=[point.pk])


def _obstacle(point: Resolution) -> str:
    """Why it cannot come into effect now; empty when it can or already has."""
    if point.adopted_on:
        return ""
    try:
        check_decided(point)
    except DomainError as refused:
        return refused.message
    return ""
