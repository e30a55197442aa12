"""Phone and e-mail of people as the reader of the page may see them: `{% contact_phone person %}`."""

from django import template

from members.masks import ContactReader

register = template.Library()


@register.simple_tag(takes_context=True)
def contact_phone(context, person) -> str:
    """The number whole, in part, or nothing; one query for a whole page, however many people are on it."""
    return _reader(context).phone(person)


@register.simple_tag(takes_context=True)
def contact_email(context, person) -> str:
    """The address whole, in part, or nothing."""
    return _reader(context).email(person)


def _reader(context) -> ContactReader:
    """One for a request. A page without a request (a mail, a document) is read by nobody in particular."""
    request = context.get("request")
    if request is None:
        return ContactReader(None)
    if not hasattr(request, "contact_reader"):
        request.contact_reader = ContactReader(request.user)
    return request.contact_reader
