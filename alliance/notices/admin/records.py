"""What was told and sent, for reading; a failed message can be sent again."""

from django.contrib import admin, messages
from unfold.admin import ModelAdmin

from alliance.core.admin import AuditMixin, ReadOnlyAdminMixin
from alliance.notices import deliveries
from alliance.notices.admin.parts import GROUP, KindMixin, page_link
from alliance.notices.models import Delivery, Notice, NoticePreference, ShortLink


@admin.register(Notice)
class NoticeAdmin(KindMixin, ReadOnlyAdminMixin, AuditMixin, ModelAdmin):
    index_group = GROUP
    list_display = ("title", "recipient", "kind_name", "created_at", "read_at", "mail_state")
    list_filter = ("mail__state",)
    search_fields = ("title", "recipient__email", "recipient__display_name")
    list_select_related = ("recipient", "mail")
    date_hierarchy = "created_at"
    empty_value_display = "—"
    fields = (
        "title",
        "body",
        "page",
        "kind_name",
        "recipient",
        "created_at",
        "read_at",
        "mail_state",
        "mail",
    )

    @admin.display(description="邮件状态", ordering="mail__state")
    def mail_state(self, notice):
        return notice.mail.get_state_display() if notice.mail_id else None


@admin.register(Delivery)
class DeliveryAdmin(KindMixin, ReadOnlyAdminMixin, AuditMixin, ModelAdmin):
    """The delivery log. A failed message can be put back: 再发一次."""

    index_group = GROUP
    list_display = ("title", "to", "channel", "state", "error", "created_at", "sent_at")
    list_filter = ("state", "channel", "robot")
    search_fields = ("title", "recipient__email", "recipient__display_name", "address", "robot__name")
    list_select_related = ("recipient", "robot")
    date_hierarchy = "created_at"
    empty_value_display = "—"
    list_per_page = 20
    actions = ("send_again",)
    fields = (
        "title",
        "body",
        "page",
        "kind_name",
        "channel",
        "to",
        "state",
        "error",
        "attempts",
        "created_at",
        "not_before",
        "tried_at",
        "sent_at",
    )

    @admin.display(description="收件人或群")
    def to(self, delivery):
        return delivery.target

    @admin.action(description="再发一次（限发送失败的）", permissions=["resend"])
    def send_again(self, request, queryset):
        count = deliveries.put_back(actor=request.user, chosen=queryset)
        self.message_user(
            request,
            f"已重新放入发送队列：{count} 条。" if count else "所选记录中没有发送失败的。",
            messages.SUCCESS,
        )

    def has_resend_permission(self, request):
        return request.user.has_perm("notices.change_delivery")


@admin.register(NoticePreference)
class NoticePreferenceAdmin(KindMixin, ReadOnlyAdminMixin, AuditMixin, ModelAdmin):
    index_group = GROUP
    list_display = ("user", "kind_name", "mail")
    list_filter = ("mail",)
    search_fields = ("user__email", "user__display_name")
    list_select_related = ("user",)
    fields = ("user", "kind_name", "mail")


@admin.register(ShortLink)
class ShortLinkAdmin(ReadOnlyAdminMixin, AuditMixin, ModelAdmin):
    index_group = GROUP
    list_display = ("address", "page", "hits", "created_by", "created_at", "expires_at")
    search_fields = ("code", "target")
    list_select_related = ("created_by",)
    empty_value_display = "—"
    fields = ("address", "page", "hits", "created_by", "created_at", "expires_at")

    @admin.display(description="指向的页面", ordering="target")
    def page(self, link):
        return page_link(link.target)

    @admin.display(description="短链接", ordering="code")
    def address(self, link):
        return link.address
