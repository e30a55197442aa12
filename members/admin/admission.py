"""Applications for membership as the secretariat handles them: read, decided by moves, recorded, admitted."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from alliance.core.admin import AuditedModelAdmin, ChildTable, ReadOnlyAdminMixin, TransitionAdminMixin
from alliance.core.behalf import PERMISSION
from alliance.core.forms import open_form
from members.enums import IN_HAND, WITH_APPLICANT, ApplicationState
from members.forms.paper_application import AdmitForm, PaperApplicationForm, PaperWithdrawalForm
from members.models import Admission, ApplicationAttachment, ApplicationNominee, MembershipApplication
from members.services import applications
from members.services.admission import admit_unit
from members.services.admission_plan import plan_admission, term_on
from members.services.application_checks import warnings_about

LINK = "text-primary-600 dark:text-primary-500 underline"  # unfold's own


class NomineeInline(ReadOnlyAdminMixin, ChildTable):
    model = ApplicationNominee
    fields = ("role_shown", "name", "post", "title", "phone", "email", "expertise")
    readonly_fields = fields
    related = ("application",)

    @admin.display(description="拟任")
    def role_shown(self, nominee):
        return nominee.role


class AttachmentInline(ReadOnlyAdminMixin, ChildTable):
    model = ApplicationAttachment
    fields = ("title", "held")
    readonly_fields = fields
    related = ("stored", "application")

    @admin.display(description="文件")
    def held(self, attachment):
        address = reverse("core:file", args=[attachment.stored_id])
        return format_html(
            '<a class="{}" href="{}" target="_blank" rel="noopener" data-user-content>{}</a>',
            LINK,
            address,
            attachment.stored.name,
        )


@admin.register(MembershipApplication)
class MembershipApplicationAdmin(TransitionAdminMixin, AuditedModelAdmin):
    """Never edited by hand: what the applicant wrote is corrected by the applicant, or recorded for it."""

    list_display = (
        "name_shown",
        "number",
        "kind",
        "state",
        "submitted_at",
        "contact_name",
        "contact_phone",
        "example",
    )
    list_display_links = ("name_shown",)
    list_filter = ("state", "kind", "is_example")
    search_fields = ("name", "short_name", "uscc", "number", "contact_name", "email")
    date_hierarchy = "submitted_at"
    inlines = (NomineeInline, AttachmentInline)
    fieldsets = (
        (None, {"fields": (("number", "state"), "checked", "admitted", "is_example")}),
        (
            "单位",
            {
                "fields": (
                    ("name", "short_name"),
                    ("kind", "uscc"),
                    ("legal_representative", "website"),
                    ("region", "postcode"),
                    "address",
                )
            },
        ),
        ("联系人", {"fields": (("contact_name", "contact_post"), ("contact_phone", "email"))}),
        ("情况与理由", {"fields": ("profile", "strengths", "reason")}),
        ("办理", {"fields": (("submitted_at", "link_until"),)}),
    )
    readonly_fields = ("number", "checked", "admitted", "submitted_at", "link_until")

    def is_locked(self, obj) -> bool:
        return obj is not None

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("admission__unit")

    # ------------------------------------------------------------ columns and lines
    @admin.display(description="单位名称", ordering="name")
    def name_shown(self, application):
        return application.name or "（未填单位名称）"

    @admin.display(description="核对")
    def checked(self, application):
        warnings = warnings_about(application)
        if not warnings:
            return "未发现问题：信用代码校验正确，与现成员单位和其他申请不重复。"
        return format_html_join("", "<div>{}</div>", ((text,) for text in warnings))

    @admin.display(description="入盟")
    def admitted(self, application):
        admission = application.admission
        if admission is None:
            return "尚未入盟"
        return format_html(
            '<a class="{0}" href="{1}">{2}</a>，<a class="{0}" href="{3}">{4}</a>',
            LINK,
            reverse("admin:members_admission_change", args=[admission.pk]),
            f"{admission.admitted_on:%Y-%m-%d} {admission.basis}",
            reverse("admin:members_unit_change", args=[admission.unit_id]),
            admission.unit,
        )

    # ------------------------------------------------------------ pages
    def get_urls(self):
        site = self.admin_site.admin_view
        return [
            path("<int:pk>/admit/", site(self.admit_view), name="members_membershipapplication_admit"),
            path("<int:pk>/correct/", site(self.correct_view), name="members_membershipapplication_correct"),
            path(
                "<int:pk>/take-back/",
                site(self.take_back_view),
                name="members_membershipapplication_take_back",
            ),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request, obj=None):
        return False

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["more_acts"] = list(self._pages_for(request, obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _pages_for(self, request, application):
        def page(name: str) -> str:
            return reverse(f"admin:members_membershipapplication_{name}", args=[application.pk])

        if application.state == ApplicationState.READY and request.user.has_perm(
            "members.admit_unit", application
        ):
            yield "办理入盟", page("admit")
        if request.user.has_perm(PERMISSION):
            if application.state in WITH_APPLICANT:
                yield "代录补正并提交", page("correct")
            if application.state in (*WITH_APPLICANT, *IN_HAND):
                yield "代录撤回", page("take_back")
        if application.admission and (waiting := _without_login(application.admission)):
            keys = ",".join(str(person.pk) for person in waiting)
            yield "邀请代表开通账号", f"{reverse('admin:members_person_invite')}?ids={keys}"

    def add_view(self, request, form_url="", extra_context=None):
        """An application that came on paper, from scratch."""
        self._check(request, PERMISSION)
        form = open_form(request, PaperApplicationForm, key="application-paper")
        if request.method == "POST" and form.is_valid():
            made = form.call(
                applications.record_application,
                actor=request.user,
                behalf=form.on_behalf,
                email=form.cleaned_data["email"],
                token=form.cleaned_data["form_token"],
                content=form.content,
            )
            if made is not None:
                return self._back(request, made, f"已登记：{made}，受理编号{made.number}。")
        return self._page(request, "登记纸质申请", form, None)

    def correct_view(self, request, pk: int):
        application = self._application(request, pk, PERMISSION)
        if application.state not in WITH_APPLICANT:
            return self._too_late(request, application)
        form = open_form(request, PaperApplicationForm, instance=application)
        if request.method == "POST" and form.is_valid():
            done = form.call(
                applications.record_correction,
                actor=request.user,
                behalf=form.on_behalf,
                application=application,
                version=form.cleaned_data["opened_version"],
                content=form.content,
            )
            if done is not None:
                return self._back(request, done, f"已代录并提交：{done}。")
        return self._page(request, "代录补正并提交", form, application)

    def take_back_view(self, request, pk: int):
        application = self._application(request, pk, PERMISSION)
        if application.state not in (*WITH_APPLICANT, *IN_HAND):
            return self._too_late(request, application)
        form = open_form(request, PaperWithdrawalForm)
        if request.method == "POST" and form.is_valid():
            done = form.call(
                applications.withdraw_application,
                actor=request.user,
                application=application,
                behalf=form.on_behalf,
                reason=form.cleaned_data["behalf_note"],
            )
            if done is not None:
                return self._back(request, done, f"已代录撤回：{done}。")
        return self._page(request, "代录撤回", form, application)

    def admit_view(self, request, pk: int):
        """GET shows what will be made and asks for the decision; POST makes it, once."""
        application = self._application(request, pk, "members.admit_unit")
        if application.state == ApplicationState.ADMITTED:
            return self._back(request, application, f"{application.name}已经入盟。")
        if application.state != ApplicationState.READY:
            return self._too_late(request, application)
        plan, today = plan_admission(application), timezone.localdate()
        initial = {"admitted_on": today, "term": term_on(today, is_example=application.is_example)}
        form = open_form(request, AdmitForm, plan=plan, initial=initial)
        if request.method == "POST" and form.is_valid():
            said = {name: form.cleaned_data[name] for name in ("admitted_on", "basis", "term", "rank")}
            made = form.call(
                admit_unit, actor=request.user, application=application, people=form.people, **said
            )
            if made is not None:
                application.refresh_from_db()
                return self._back(request, application, f"已入盟：{made.unit}。可以邀请三位代表开通账号。")
        context = {"plan": plan}
        return self._page(request, f"办理入盟：{application.name}", form, application, "admit", context)

    # ------------------------------------------------------------ parts of pages
    def _page(
        self, request, title: str, form, application, template: str = "paper", more: dict | None = None
    ):
        back = reverse("admin:members_membershipapplication_changelist")
        if application is not None:
            back = reverse("admin:members_membershipapplication_change", args=[application.pk])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "form": form,
            "application": application,
            "back": back,
            **(more or {}),
        }
        return render(request, f"admin/members/application_{template}.html", context)

    def _back(self, request, application, said: str):
        self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:members_membershipapplication_change", application.pk)

    def _too_late(self, request, application):
        self.message_user(request, "当前状态下没有这项操作，可能已由他人办理。", messages.WARNING)
        return redirect("admin:members_membershipapplication_change", application.pk)

    def _application(self, request, pk: int, permission: str) -> MembershipApplication:
        application = get_object_or_404(self.get_queryset(request), pk=pk)
        self._check(request, permission, application)
        return application

    def _check(self, request, permission: str, obj=None) -> None:
        """The right of the page, and to see applications at all."""
        asked = () if permission == PERMISSION else (obj,)
        if not (self.has_view_permission(request) and request.user.has_perm(permission, *asked)):
            raise PermissionDenied


def _without_login(admission) -> list:
    people = {admission.council_member, admission.expert, admission.liaison} - {None}
    return sorted((person for person in people if person.user_id is None), key=lambda person: person.pk)


@admin.register(Admission)
class AdmissionAdmin(AuditedModelAdmin):
    list_display = ("unit", "admitted_on", "basis", "council_member", "expert", "liaison")
    list_filter = ("representatives_evidence",)
    list_select_related = ("unit", "council_member", "expert", "liaison")
    search_fields = ("unit__name", "unit__pinyin", "basis")
    autocomplete_fields = ("unit", "council_member", "expert", "liaison")
    readonly_fields = ("applied",)
    date_hierarchy = "admitted_on"

    @admin.display(description="入盟申请")
    def applied(self, admission):
        application = getattr(admission, "application", None)
        if application is None:
            return "没有门户上的申请"
        address = reverse("admin:members_membershipapplication_change", args=[application.pk])
        return format_html('<a class="{}" href="{}">{}</a>', LINK, address, application.number)
