"""What staff may record for members on the object of a page."""

from django import template

from alliance.core.behalf import PERMISSION
from alliance.core.behalf_acts import RecordableAct, recordable_acts

register = template.Library()


@register.simple_tag(takes_context=True)
def acts_to_record(context, obj) -> list[RecordableAct]:
    """`{% acts_to_record original as behalf_acts %}`: none for whoever may not record."""
    return recordable_acts.on(obj) if context["request"].user.has_perm(PERMISSION) else []
