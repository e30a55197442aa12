"""Who gets the bulletin by mail: to be read and taken along; ended for those who ask for it by phone."""

from django.contrib import admin, messages
from django.db.models import Q
from unfold.admin import ModelAdmin

from alliance.core.admin import AuditMixin, ReadOnlyAdminMixin
from alliance.core.admin.transfer import ExportMixin
from bulletins.models import Subscription
from bulletins.resources import SubscriptionResource
from bulletins.services.subscriptions import end_subscription

STATES = {
    "active": ("订阅中", Q(confirmed_at__isnull=False, ended_at=None)),
    "asked": ("待确认", Q(confirmed_at=None, ended_at=None)),
    "ended": ("已退订", Q(ended_at__isnull=False)),
}


class StateFilter(admin.SimpleListFilter):
    title = "状态"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(name, label) for name, (label, _) in STATES.items()]

    def queryset(self, request, queryset):
        return queryset.filter(STATES[self.value()][1]) if self.value() in STATES else queryset


@admin.register(Subscription)
class SubscriptionAdmin(ExportMixin, ReadOnlyAdminMixin, AuditMixin, ModelAdmin):
    resource_class = SubscriptionResource
    list_display = ("email", "state", "asked_at", "confirmed_at", "ended_at")
    list_filter = (StateFilter,)
    search_fields = ("email",)
    date_hierarchy = "asked_at"
    empty_value_display = "—"
    fields = ("email", "state", "asked_at", "confirmed_at", "ended_at")
    actions = ("end",)

    @admin.display(description="状态")
    def state(self, subscription):
        if subscription.ended_at:
            return STATES["ended"][0]
        return STATES["active" if subscription.confirmed_at else "asked"][0]

    @admin.action(description="退订（本人来电、来信要求的）", permissions=["end"])
    def end(self, request, queryset):
        open_ones = list(queryset.filter(ended_at=None))
        for subscription in open_ones:
            end_subscription(subscription=subscription, actor=request.user)
        told = f"已退订 {len(open_ones)} 个邮箱。" if open_ones else "所选邮箱都已退订。"
        self.message_user(request, told, messages.SUCCESS)

    def has_end_permission(self, request):
        return request.user.has_perm("bulletins.change_subscription")
