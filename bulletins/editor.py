"""The editor of an article's text: a field and a widget for the portal's forms and for the admin alike.

What it lets people write is what `sanitise` keeps and the printed page sets. Without JavaScript it is a text box.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags

from bulletins.sanitise import tidy_body

MOST_CHARACTERS = 60_000  # of HTML; an article of the yearly issue has about 3 000
TOO_LONG = "正文过长，请分成几篇，或删去一部分。"
EMPTY = "请填写“%(label)s”。"


class RichTextInput(forms.Textarea):
    """A text box that a script turns into an editor (ProseMirror, from the wheel `django-prose-editor`)."""

    template_name = "bulletins/editor.html"

    class Media:
        css = {"all": ["bulletins/editor.css"]}
        js = [forms.Script("bulletins/editor.js", type="module")]

    def use_required_attribute(self, initial) -> bool:
        """A browser could not point at the box behind the editor; the server says what is missing."""
        return False


class RichTextField(forms.CharField):
    """Cleans to tidy HTML of the allow-list; plain text, as it comes without JavaScript, becomes paragraphs."""

    widget = RichTextInput

    def clean(self, value) -> str:
        """Raises ValidationError for an empty text that is required, and for more than MOST_CHARACTERS."""
        tidy = tidy_body(self.to_python(value))
        if len(tidy) > MOST_CHARACTERS:
            raise ValidationError(TOO_LONG, "max_length")
        if self.required and not strip_tags(tidy).strip():
            raise ValidationError(EMPTY, "required", {"label": self.label})
        return tidy

    def has_changed(self, initial, data) -> bool:
        """The editor writes the same text a little differently; only what would be stored counts."""
        return not self.disabled and tidy_body(initial) != tidy_body(data)
