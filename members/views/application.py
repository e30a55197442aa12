"""The applicant's pages under its link, which alone gives the right: status, form, preview, handing in, taking back.

No cookie carries any right here, and with `no-referrer` browsers send `Origin: null`: so no CSRF token. Opening a page
changes nothing, because programs open every link that stands in a mail.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alliance.core import audit
from alliance.core.accounts.limits import Limit
from alliance.core.drafts import typed_in
from alliance.core.errors import DomainError, StaleVersion, WrongState
from alliance.core.files.serve import OPENED_IN_BROWSER, serve_file
from alliance.core.personal_links import ACTS, HEADERS, WRONG_LINKS
from members.application_steps import last_reason, steps_of
from members.enums import IN_HAND, WITH_APPLICANT, ApplicationState
from members.forms.joining import ApplicationForm
from members.models import MembershipApplication
from members.services import application_links, applications
from members.services.application_checks import check_complete, problems_of

READ, BOTH, WRITE = ["GET", "HEAD"], ["GET", "HEAD", "POST"], ["POST"]
AUTOSAVES = Limit(
    "application-draft", 1500, 600
)  # of a network; a form saves itself after each pause in typing
UNKNOWN = "链接无效，可能没有复制完整，或已换成了新的链接。请打开最近一封邮件里的链接。"


def applicant_page(methods: list[str], *, expired_too: bool = False, limit: Limit = ACTS) -> Callable:
    """`view(request, application, token, **more)` behind the link of an application that has not expired."""

    def decorate(view: Callable) -> Callable:
        @csrf_exempt
        @require_http_methods(methods)
        @wraps(view)
        def page(request, token: str, **more) -> HttpResponse:
            if request.method == "POST" and not limit.count(request).allowed:
                response = render(request, "429.html", status=429)
            else:
                response = _answer(request, token, view, expired_too, more)
            for name, value in HEADERS.items():
                response[name] = value
            return response

        return page

    return decorate


def _answer(request, token: str, view: Callable, expired_too: bool, more: dict) -> HttpResponse:
    application = application_links.find_application(token)
    if application is None:
        if not WRONG_LINKS.count(request).allowed:
            return render(request, "429.html", status=429)
        return _refused(request, {"message": UNKNOWN}, 404)
    if application_links.is_expired(application) and not expired_too:
        return _refused(request, {"token": token, "is_expired": True}, 410)
    return view(request, application, token, **more)


def _refused(request, context: dict, status: int) -> HttpResponse:
    return render(request, "members/joining/refused.html", context, status=status)


# ---------------------------------------------------------------- looking
@applicant_page(READ)
def status(request, application: MembershipApplication, token: str):
    """`/join/<token>/`: where it stands, what to do next. Right after the start with the link to be kept."""
    context = {
        **_shown(application, token),
        "steps": steps_of(application),
        "reason": last_reason(application),
        "is_new": "started" in request.GET,
        "link": settings.SITE_URL + request.path,
        "may_edit": application.state in WITH_APPLICANT,
        "may_withdraw": application.state in (*WITH_APPLICANT, *IN_HAND),
        "entries": audit.entries_of(application).exclude(to_state="").order_by("-at", "-pk"),
    }
    return render(request, "members/joining/status.html", context)


@applicant_page(READ)
def file(request, application: MembershipApplication, token: str, pk: int):
    """One of its own papers."""
    paper = get_object_or_404(application.attachments.select_related("stored"), pk=pk)
    stored = paper.stored
    return serve_file(
        request,
        file=stored.file,
        name=stored.name,
        content_type=stored.content_type,
        etag=stored.sha256,
        inline=stored.kind in OPENED_IN_BROWSER,
    )


# ---------------------------------------------------------------- writing
@applicant_page(BOTH)
def edit(request, application: MembershipApplication, token: str):
    """The form. 保存并预览 asks for what is missing as well, at its fields; what is given is saved all the same."""
    if not application.is_editable:
        return redirect("join:application", token=token)
    form = _form(request, application, token)
    if request.method == "POST":
        if "discard" in request.POST:
            applications.drop_typed(application=application)
            return redirect("join:edit", token=token)
        if form.is_valid() and (saved := _saved(form, application)):
            if not form.wants_preview:
                return redirect(f"{reverse('join:application', args=[token])}?saved=1")
            if form.call(check_complete, application=saved):
                return redirect("join:preview", token=token)
    return render(request, "members/joining/form.html", {**_shown(application, token), "form": form})


def _form(request, application: MembershipApplication, token: str) -> ApplicationForm:
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ApplicationForm(*bound, instance=application)
    form.helper.disable_csrf = True
    form.autosave = True
    form.helper.attrs |= {
        "data-autosave": reverse("join:draft", args=[token]),
        "data-key": f"application-{application.pk}",
        "data-owner": "applicant",
    }
    if not bound:
        _go_on_with(form, application)
    return form


def _go_on_with(form: ApplicationForm, application: MembershipApplication) -> None:
    """Show what autosave kept; files were never among it."""
    typed = QueryDict(mutable=True)
    for name, texts in application.typed.items():
        typed.setlist(name, texts)
    for name, field in form.fields.items():
        if name in typed and not field.widget.is_hidden and not field.widget.needs_multipart_form:
            form.initial[name] = field.widget.value_from_datadict(typed, {}, name)


def _saved(form: ApplicationForm, application: MembershipApplication):
    saved = form.call(
        applications.save_application,
        actor=None,
        application=application,
        version=form.cleaned_data["opened_version"],
        content=form.content,
    )
    if saved is not None:
        form.data = form.data.copy()
        form.data["opened_version"] = str(saved.version)
    return saved


@applicant_page(WRITE, limit=AUTOSAVES)
def draft(request, application: MembershipApplication, token: str):
    """Autosave, for the page's script (static/portal/form-drafts.js)."""
    try:
        saved = applications.keep_typed(
            application=application,
            version=request.POST.get("opened_version", ""),
            data=typed_in(request.POST),
        )
    except (WrongState, StaleVersion):
        return JsonResponse({"error": "closed"}, status=409)
    except DomainError:
        return JsonResponse({"error": "long"}, status=413)
    return JsonResponse({"saved": saved})


@applicant_page(BOTH)
def preview(request, application: MembershipApplication, token: str):
    """Everything as the secretariat will read it; POST hands it in."""
    if request.method == "POST":
        return _hand_in(request, application, token)
    if not application.is_editable:
        return redirect("join:application", token=token)
    return _preview(request, application, token)


def _hand_in(request, application: MembershipApplication, token: str):
    version = request.POST.get("opened_version", "")
    try:
        applications.submit_application(
            actor=None, application=application, version=int(version) if version.isdecimal() else None
        )
    except ValidationError:
        return _preview(request, application, token)
    except DomainError as refused:
        application.refresh_from_db()
        return _preview(request, application, token, refused.message)
    return redirect("join:application", token=token)


def _preview(request, application: MembershipApplication, token: str, refused: str = ""):
    problems = problems_of(application) if application.is_editable else {}
    context = {**_shown(application, token), "problems": problems, "refused": refused}
    return render(request, "members/joining/preview.html", context)


@applicant_page(BOTH)
def withdraw(request, application: MembershipApplication, token: str):
    """GET asks, POST takes back."""
    if application.state not in (*WITH_APPLICANT, *IN_HAND):
        return redirect("join:application", token=token)
    error = ""
    if request.method == "POST":
        try:
            applications.withdraw_application(
                actor=None, application=application, reason=request.POST.get("reason", "")[:500]
            )
        except DomainError as refused:
            error = refused.message
        else:
            return redirect("join:application", token=token)
    context = {**_shown(application, token), "error": error}
    return render(request, "members/joining/withdraw.html", context)


@applicant_page(WRITE, expired_too=True)
def renew(request, application: MembershipApplication, token: str):
    """An expired link asks for a new one, which goes to the address that was given and nowhere else."""
    if application.state == ApplicationState.WITHDRAWN:
        raise Http404
    if not application_links.renew_link(application=application):
        return render(request, "429.html", status=429)
    return redirect("join:renew_sent")


def _shown(application: MembershipApplication, token: str) -> dict:
    return {
        "application": application,
        "token": token,
        "nominees": list(application.nominees.all()),
        "papers": list(application.attachments.select_related("stored")),
    }
