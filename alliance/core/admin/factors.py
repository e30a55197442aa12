"""The second factor of an account in the admin: what is set up, and taking it away when the phone is lost."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html

from alliance.core.accounts.services import may_reset_factors, reset_factors
from alliance.core.errors import DomainError


class FactorsMixin:
    """For the admin of accounts: the field `factors_shown` and the page that resets."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.reset_factors_view)
        return [path("<int:pk>/reset-factors/", view, name="core_user_reset_factors"), *super().get_urls()]

    @admin.display(description="两步验证")
    def factors_shown(self, user):
        if user is None or user.pk is None:
            return "—"
        if not hasattr(user, "factor_kinds"):  # the page asks for the field several times
            user.factor_kinds = list(user.authenticator_set.values_list("type", flat=True))
        kinds = user.factor_kinds
        if not kinds:
            return "未开启"
        names = [name for kind, name in (("totp", "验证器"), ("webauthn", "通行密钥")) if kind in kinds]
        address = reverse("admin:core_user_reset_factors", args=[user.pk])
        return format_html(
            '已开启：{} <a class="push push-quiet" href="{}">重置</a>', "、".join(names), address
        )

    def reset_factors_view(self, request, pk: int):
        user = self.get_object(request, str(pk))
        if user is None:
            raise Http404
        if not may_reset_factors(actor=request.user, user=user):
            raise PermissionDenied
        error, reason = "", request.POST.get("reason", "")
        if request.method == "POST":
            try:
                reset_factors(actor=request.user, user=user, reason=reason)
            except DomainError as refused:
                error = refused.message
            else:
                messages.success(request, f"已重置{user}的两步验证，并退出其所有登录。")
                return redirect("admin:core_user_change", user.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "重置两步验证",
            "account": user,
            "error": error,
            "reason": reason,
            "back": reverse("admin:core_user_change", args=[user.pk]),
        }
        return render(request, "admin/reset_factors.html", context)
