"""Inviting people to open their logins: one or several at once, and what became of it."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html

from alliance.core.admin import PlainModelAdmin, ReadOnlyAdminMixin
from alliance.core.errors import DomainError
from members.enums import InvitationState
from members.models import Invitation, Person
from members.services import invitations

MANY = 50  # people in one go


class NamesForm(forms.Form):
    """The address and the number of one person; both may be left to the person."""

    email = forms.CharField(label="电子邮箱", required=False, max_length=254)
    mobile = forms.CharField(label="手机号码", required=False, max_length=20)

    def __init__(self, data, person: Person, classes: str):
        initial = {"email": person.email, "mobile": person.phone if _is_mobile(person.phone) else ""}
        super().__init__(data, prefix=f"person-{person.pk}", initial=initial)
        self.person = person
        for field, mode in (("email", "email"), ("mobile", "tel")):
            self.fields[field].widget.attrs.update(
                {"class": classes, "inputmode": mode, "aria-label": f"{person}的{self.fields[field].label}"}
            )


class InvitingMixin:
    """For the admin of people: the action, the page behind it, and the state of a person's login."""

    actions = ("invite_people",)

    def get_urls(self):
        site = self.admin_site.admin_view
        return [
            path("invite/", site(self.invite_view), name="members_person_invite"),
            path("invited/", site(self.invited_view), name="members_person_invited"),
            *super().get_urls(),
        ]

    @admin.action(description="邀请开通账号", permissions=["change"])
    def invite_people(self, request, queryset):
        return redirect(_with(reverse("admin:members_person_invite"), queryset.values_list("pk", flat=True)))

    @admin.display(description="账号状态")
    def login_shown(self, person):
        if person is None or person.pk is None:
            return "保存后可邀请开通账号"
        if person.user_id:
            return f"已开通：{person.user.email}{'' if person.user.is_active else '（已停用）'}"
        if not hasattr(person, "last_invitation"):  # the page asks for the field several times
            person.last_invitation = person.invitations.first()
        last = person.last_invitation
        said = f"{last.state.label}，{last.created_at:%Y-%m-%d} 邀请" if last else "未开通"
        if last and last.state == InvitationState.OPEN:
            link, label = _with(reverse("admin:members_person_invited"), [last.pk]), "查看邀请文字"
        else:
            link, label = _with(reverse("admin:members_person_invite"), [person.pk]), "邀请开通账号"
        return format_html('{} <a class="push push-quiet" href="{}">{}</a>', said, link, label)

    # ------------------------------------------------------------ pages
    def invite_view(self, request):
        """GET asks for addresses, POST invites all or nobody."""
        _check(request)
        people = Person.objects.filter(pk__in=_ids(request)).select_related("unit", "organisation", "user")
        waiting = [person for person in people if person.user_id is None][:MANY]
        data = request.POST if request.method == "POST" else None
        rows = [NamesForm(data, person, self._input_classes()) for person in waiting]
        if data is not None and (made := _invite_all(request.user, rows)):
            messages.success(request, f"已邀请 {len(made)} 人。可复制下面的文字，在微信里发给本人。")
            return redirect(_with(reverse("admin:members_person_invited"), [one.pk for one in made]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "邀请开通账号",
            "rows": rows,
            "have_login": [person for person in people if person.user_id],
            "days": invitations.VALID_FOR.days,
        }
        return render(request, "admin/members/invite.html", context)

    def invited_view(self, request):
        """The ready texts of invitations made before, to be copied into WeChat."""
        _check(request)
        found = Invitation.objects.filter(pk__in=_ids(request)).select_related("person__unit").order_by("pk")
        letters = [(one, invitations.letter_of(one) if _is_open(one) else "") for one in found]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "邀请文字",
            "letters": letters,
        }
        return render(request, "admin/members/invited.html", context)

    def _input_classes(self) -> str:
        from unfold.widgets import INPUT_CLASSES

        return " ".join(INPUT_CLASSES)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdminMixin, PlainModelAdmin):
    list_display = ("person", "unit", "state_shown", "email", "mail_state", "expires_at", "created_by")
    list_filter = (
        "mail_state",
        ("used_at", admin.EmptyFieldListFilter),
        ("revoked_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("person__unit", "created_by")
    search_fields = ("person__name", "person__pinyin", "email", "mobile")
    date_hierarchy = "created_at"
    actions = ("renew", "revoke", "show_letters")
    fields = (
        "person",
        "email",
        "mobile",
        "state_shown",
        "letter",
        "created_by",
        "created_at",
        "expires_at",
        "mail_state",
        "mailed_at",
        "used_at",
        "user",
        "revoked_at",
    )

    @admin.display(description="单位", ordering="person__unit__pinyin")
    def unit(self, invitation):
        return invitation.person.unit

    @admin.display(description="状态")
    def state_shown(self, invitation):
        return invitation.state.label

    @admin.display(description="邀请文字")
    def letter(self, invitation):
        if not _is_open(invitation):
            return "邀请已不能使用"
        link = _with(reverse("admin:members_person_invited"), [invitation.pk])
        return format_html('<a class="push push-quiet" href="{}">查看并复制</a>', link)

    def has_invite_permission(self, request) -> bool:
        return request.user.has_perm("members.invite_person")

    @admin.action(description="重新邀请（原链接作废）", permissions=["invite"])
    def renew(self, request, queryset):
        made = self._each(request, queryset, invitations.renew_invitation)
        if made:
            return redirect(_with(reverse("admin:members_person_invited"), [one.pk for one, _ in made]))
        return None

    @admin.action(description="撤回邀请", permissions=["invite"])
    def revoke(self, request, queryset):
        if done := self._each(request, queryset, invitations.revoke_invitation):
            self.message_user(request, f"已撤回 {len(done)} 个邀请，链接不能再用。", messages.SUCCESS)

    @admin.action(description="查看邀请文字", permissions=["invite"])
    def show_letters(self, request, queryset):
        return redirect(_with(reverse("admin:members_person_invited"), queryset.values_list("pk", flat=True)))

    def _each(self, request, queryset, act) -> list:
        done = []
        for invitation in queryset.select_related("person").order_by("person"):
            try:
                with transaction.atomic():
                    done.append(act(actor=request.user, invitation=invitation))
            except DomainError as refused:
                self.message_user(request, f"{invitation.person}：{refused.message}", messages.ERROR)
        return done


def _invite_all(actor, rows: list[NamesForm]) -> list[Invitation]:
    """Every invitation, or none with the reasons at the rows."""
    made = []
    with transaction.atomic():
        for row in rows:
            if not row.is_valid():
                continue
            try:
                with transaction.atomic():
                    made.append(
                        invitations.invite_person(actor=actor, person=row.person, **row.cleaned_data)[0]
                    )
            except DomainError as refused:
                row.add_error(refused.field, refused.message)
        if any(row.errors for row in rows):
            transaction.set_rollback(True)
            return []
    return made


def _check(request) -> None:
    if not request.user.has_perm("members.invite_person"):
        raise PermissionDenied


def _ids(request) -> list[int]:
    return [int(text) for text in request.GET.get("ids", "").split(",") if text.isascii() and text.isdigit()][
        :MANY
    ]


def _with(address: str, keys) -> str:
    return f"{address}?ids={','.join(str(key) for key in keys)}"


def _is_open(invitation: Invitation) -> bool:
    return invitation.state == InvitationState.OPEN and bool(invitations.link_of(invitation))


def _is_mobile(text: str) -> bool:
    from alliance.core.accounts.identities import clean_mobile

    return bool(clean_mobile(text))
