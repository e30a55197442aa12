"""Tags about notices."""

from django import template

from alliance.notices.group_texts import address_of
from alliance.notices.inbox import unread_count

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context) -> int:
    """`{% unread_notices as unread %}`: how many of the visitor's notices are unread; one query at most."""
    request = context.get("request")
    return unread_count(request) if request is not None else 0


@register.simple_tag(takes_context=True)
def group_text_url(context, obj) -> str:
    """`{% group_text_url meeting as url %}`: where staff get the text for the WeChat group; empty for others."""
    request = context.get("request")
    user = getattr(request, "user", None)
    allowed = (
        user is not None
        and user.is_staff
        and user.has_perm(f"{obj._meta.app_label}.view_{obj._meta.model_name}")
    )
    return address_of(obj) if allowed else ""
