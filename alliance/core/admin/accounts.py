"""Accounts and groups of the secretariat."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.forms import CheckboxSelectMultiple
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from alliance.core.admin.bases import AuditMixin
from alliance.core.admin.factors import FactorsMixin
from alliance.core.admin_site import SYSTEM
from alliance.core.models import User


class UserCreateForm(UserCreationForm):
    """A login with its password; there is none without one here."""

    class Meta:
        model = User
        fields = ("email", "display_name", "mobile")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)


class PasswordForm(AdminPasswordChangeForm):
    """Sets a password. There is no way without one here: accounts are switched off by their own box."""

    def __init__(self, user, *args, **kwargs):
        super().__init__(user, *args, **kwargs)
        self.fields.pop("usable_password", None)


class UserEditForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


class PermissionList(CheckboxSelectMultiple):
    """Boxes in a list: what is ticked is seen, and nothing but the mouse or the space bar is needed."""

    template_name = "admin/permission_list.html"


class PermissionChoicesMixin:
    """Offers the permissions of what the admin shows; those of histories and tables in between mean nothing here."""

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.remote_field.model is Permission:
            kwargs["widget"] = PermissionList
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None and db_field.remote_field.model is Permission:
            shown = ContentType.objects.get_for_models(*self.admin_site._registry).values()
            field.queryset = field.queryset.filter(content_type__in=[each.pk for each in shown])
        return field


@admin.register(User)
class UserAdmin(FactorsMixin, PermissionChoicesMixin, AuditMixin, DjangoUserAdmin, ModelAdmin):
    index_group = SYSTEM
    form = UserEditForm
    add_form = UserCreateForm
    change_password_form = PasswordForm
    change_user_password_template = "admin/set_password.html"  # noqa: S105  a template's name
    list_display = ("email", "display_name", "mobile", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email", "display_name", "mobile")
    ordering = ("email",)
    readonly_fields = ("date_joined", "last_login", "factors_shown")
    filter_horizontal = ()
    autocomplete_fields = ("groups",)
    empty_value_display = "—"
    fieldsets = (
        (None, {"fields": ("email", "mobile", "display_name", "password", "factors_shown")}),
        ("权限", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        ("时间", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("email", "mobile", "display_name", "password1", "password2"),
            },
        ),
    )

    def get_fieldsets(self, request, obj=None):
        """Whoever may only look gets no button to set a password."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (title, {**parts, "fields": [name for name in parts["fields"] if name != "password"]})
            for title, parts in fieldsets
        ]

    def has_delete_permission(self, request, obj=None):
        """Accounts are switched off, never deleted: what they did must keep its name."""
        return False


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(PermissionChoicesMixin, AuditMixin, DjangoGroupAdmin, ModelAdmin):
    index_group = SYSTEM
    filter_horizontal = ()
