"""The alliance itself."""

from django.contrib import admin

from alliance.core.admin import AuditedModelAdmin
from members.models import AllianceProfile, MembershipCount


@admin.register(MembershipCount)
class MembershipCountAdmin(AuditedModelAdmin):
    list_display = ("label", "as_of", "value", "qualifier", "source")
    search_fields = ("label", "source")


@admin.register(AllianceProfile)
class AllianceProfileAdmin(AuditedModelAdmin):
    list_display = ("name", "short_names", "phones", "email")
    search_fields = ("name",)

    def has_add_permission(self, request):
        """One row about the alliance is enough."""
        return super().has_add_permission(request) and not AllianceProfile.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False
