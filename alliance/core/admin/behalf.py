"""秘书处代录 in the admin: the list of what was recorded, to be read, and the pages that record."""

from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe
from unfold.admin import ModelAdmin

from alliance.core.admin.bases import AuditMixin, ReadOnlyAdminMixin
from alliance.core.behalf import PERMISSION, object_of
from alliance.core.behalf_acts import Party, parties, recordable_acts
from alliance.core.behalf_forms import recorded
from alliance.core.forms import open_form
from alliance.core.models import BehalfRecord

RECENT = 8
LINK = "text-primary-600 dark:text-primary-500 underline"  # unfold's own
ALREADY_DONE = "没有需要记录的变化：这件事此前已经办理。"


@admin.register(BehalfRecord)
class BehalfRecordAdmin(ReadOnlyAdminMixin, AuditMixin, ModelAdmin):
    list_display = ("what", "person_name", "unit_name", "channel", "received_on", "paper_link", "recorded_by")
    list_display_links = ("what",)
    list_filter = ("channel", "received_on", ("act__content_type", admin.RelatedOnlyFieldListFilter))
    search_fields = ("person_name", "unit_name", "note", "act__object_label", "act__action_label")
    list_select_related = ("act", "paper", "recorded_by")
    date_hierarchy = "received_on"
    empty_value_display = "—"
    change_form_template = "admin/behalf/record.html"
    fields = (
        "what",
        "object_link",
        ("person_name", "unit_name"),
        ("channel", "received_on"),
        "note",
        "paper_link",
        ("recorded_by", "recorded_at"),
    )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        record = self.get_object(request, object_id)
        address = address_of(object_of(record.act)) if record else ""
        context = {**(extra_context or {}), "object_address": address}
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description="办理事项", ordering="act__object_label")
    def what(self, record):
        return f"{record.act.action_label}：{record.act.object_label}"

    @admin.display(description="办理对象")
    def object_link(self, record):
        if address := address_of(object_of(record.act)):
            return format_html('<a class="{}" href="{}">{}</a>', LINK, address, record.act.object_label)
        return record.act.object_label

    @admin.display(description="原件", empty_value="—")
    def paper_link(self, record):
        if record.paper_id is None:
            return None
        return format_html(
            '<a class="{}" href="{}" target="_blank" rel="noopener">{}</a>',
            LINK,
            reverse("core:file", args=[record.paper_id]),
            record.paper.name,
        )


def address_of(obj) -> str:
    """The admin's page of an object; empty where there is none."""
    if obj is None:
        return ""
    try:
        return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])
    except NoReverseMatch:
        return ""


# ---------------------------------------------------------------- pages
def pages(site) -> list:
    """The addresses below /admin/ of the pages that record."""

    def page(view):
        def shown(request, **kwargs):
            if not request.user.has_perm(PERMISSION):
                raise PermissionDenied
            return view(request, site, **kwargs)

        return site.admin_view(shown)

    return [
        path("behalf/", page(start), name="behalf"),
        path("behalf/<slug:act>/", page(record_act), name="behalf_act"),
        path("behalf/<slug:act>/<int:target>/", page(record_act), name="behalf_act"),
    ]


@require_safe
def start(request, site):
    """`/admin/behalf/`: which act, and on what."""
    offered = [(act, list(act.candidates()) if act.candidates else []) for act in recordable_acts.all()]
    possible = [(act, targets) for act, targets in offered if targets or not act.needs_target]
    idle = [act for act, targets in offered if act.needs_target and not targets]
    recent = BehalfRecord.objects.select_related("act", "recorded_by")[:RECENT]
    context = {
        **site.each_context(request),
        "title": "秘书处代录",
        "possible": possible,
        "idle": idle,
        "recent": recent,
    }
    return render(request, "admin/behalf/start.html", context)


def record_act(request, site, act: str, target: int | None = None):
    """`/admin/behalf/<act>/[<target>/]`: for whom, how it came, and the act itself, in one form."""
    found = recordable_acts.get(act)
    if found is None:
        raise Http404
    if found.needs_target and target is None:
        return redirect(f"{reverse('admin:behalf')}#{found.slug}")
    obj = found.find(target) if found.needs_target else None
    if found.needs_target and obj is None:
        messages.warning(request, "这件事现在不能代录，可能已由他人办理。")
        return redirect("admin:behalf")
    choices = list(parties.collect(found.body))
    party, is_fixed = _party(request, found, obj, choices)
    context = {**site.each_context(request), "title": f"代录：{found.label}", "act": found, "target": obj}
    if found.needs_unit and party is None:
        return render(request, "admin/behalf/choose_unit.html", {**context, "parties": choices})
    form = open_form(
        request,
        recorded(found),
        # With the unit: what was typed for one must not come back under another.
        key=f"behalf-{found.slug}-{target or 'new'}-{party.unit.pk if party and is_fixed else 0}",
        parties=choices,
        fixed=party if is_fixed else None,
        **found.form_kwargs(obj, party.unit if party else None),
    )
    if request.method == "POST" and form.is_valid():
        done = form.record(actor=request.user, target=obj)
        if done is not None:
            return _after(request, done)
    people = party.people if party else ()
    return render(request, "admin/behalf/act.html", {**context, "form": form, "people": people})


def _party(request, act, obj, choices: list[Party]) -> tuple[Party | None, bool]:
    """The unit in whose name it is done, as far as it is known, and whether that is settled."""
    if act.unit_of is not None:
        key, is_fixed = str(act.unit_of(obj).pk), True
    else:
        key, is_fixed = request.POST.get("behalf_unit") or request.GET.get("unit", ""), act.needs_unit
        key = request.GET.get("unit", "") if act.needs_unit else key
    return next((party for party in choices if str(party.unit.pk) == key), None), is_fixed


def _after(request, obj):
    """To the record of what was just done; sent twice, to the record of the first time."""
    content_type = ContentType.objects.get_for_model(obj)
    records = BehalfRecord.objects.filter(act__content_type=content_type, act__object_id=obj.pk)
    record = records.filter(recorded_by=request.user).first()
    if record is None:
        messages.warning(request, ALREADY_DONE)
        return redirect("admin:behalf")
    messages.success(request, "已代录。该单位联络员有账号的，会收到通知。")
    return redirect("admin:core_behalfrecord_change", record.pk)
