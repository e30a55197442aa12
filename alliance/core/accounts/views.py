"""账号与安全: what one may see and change of one's own account."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from alliance.core.accounts import services
from alliance.core.accounts.duties import needs_second_factor
from alliance.core.accounts.forms import MobileForm
from alliance.core.accounts.sessions import logins_of
from alliance.core.models import User

sensitive = reauthentication_required(app="allauth.mfa")


@login_required
@require_safe
@never_cache
def home(request):
    """Names of the login, password, second factor, sessions, on one page."""
    user = request.user
    return render(
        request,
        "account/home.html",
        {
            "factors": factors_of(user),
            "factor_needed": needs_second_factor(user),
            "logins": logins_of(user, request.session.session_key),
        },
    )


def factors_of(user) -> list[str]:
    """What is set up beside the password, in words; empty when nothing is."""
    found = list(Authenticator.objects.filter(user=user))
    kinds = [one.type for one in found]
    names = ["手机验证器"] if Authenticator.Type.TOTP in kinds else []
    if keys := kinds.count(Authenticator.Type.WEBAUTHN):
        names.append(f"通行密钥 {keys} 个")
    codes = next((one.wrap() for one in found if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return [*names, f"恢复码剩 {len(codes.get_unused_codes())} 个"] if codes and names else names


@login_required
@require_safe
def welcome(request):
    """After an invitation: protect the account further, or go to work."""
    return render(request, "account/welcome.html", {"factor_needed": needs_second_factor(request.user)})


@login_required
@sensitive
@never_cache
def mobile(request):
    form = MobileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_mobile(actor=request.user, mobile=form.cleaned_data["mobile"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "手机号码已更新。")
            return redirect("account_home")
    return render(request, "account/mobile.html", {"form": form})


@login_required
@require_POST
def end_session(request, pk: int):
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.session_key == request.session.session_key:
        return redirect("account_logout")
    session.end()
    messages.success(request, "已退出该设备上的登录。")
    return redirect("account_home")


@login_required
@require_POST
def end_other_sessions(request):
    count = services.end_sessions(request.user, keep=request.session.session_key)
    messages.success(request, f"已退出其他 {count} 处登录。" if count else "没有其他登录。")
    return redirect("account_home")


@method_decorator(sensitive, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class ViewRecoveryCodes(recovery_codes.ViewRecoveryCodesView):
    """The codes open the account: whoever wants to see them shows first that it is theirs."""


@method_decorator(sensitive, name="dispatch")
class DownloadRecoveryCodes(recovery_codes.DownloadRecoveryCodesView):
    content_type = "text/plain; charset=utf-8"

    def render_to_response(self, context, **response_kwargs):
        response = super().render_to_response(context, **response_kwargs)
        response["Content-Disposition"] = content_disposition_header(True, "门户恢复码.txt")
        return response
