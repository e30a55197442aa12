"""File fields: kinds and sizes said beforehand, and an accepted file kept when another field is refused.

A file is stored as soon as it is accepted; the page carries its signed number. The service gets `StoredFile`s.
"""

import json
from dataclasses import dataclass, field

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from alliance.core.enums import FileKind
from alliance.core.errors import BadFile
from alliance.core.files.kinds import MAX_BYTES, accept_of, describe_kinds
from alliance.core.files.store import store_file
from alliance.core.models import StoredFile

SALT = "portal.form.file"
MAX_FILES = 10
ENDINGS = {
    FileKind.PICTURE: ("jpg", "jpeg", "png", "webp"),
    FileKind.PDF: ("pdf",),
    FileKind.WORD: ("docx",),
    FileKind.SHEET: ("xlsx",),
}


@dataclass
class Chosen:
    """What a browser sent for one field: new uploads, and the signed numbers of files kept before."""

    uploads: list = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def token_of(stored: StoredFile, actor) -> str:
    """The number of a stored file for a page of `actor`, to whom alone it will be of use."""
    return signing.dumps([stored.pk, getattr(actor, "pk", None)], salt=SALT)


def kept_files(tokens: list[str], actor) -> list[StoredFile]:
    """The files of the tokens in their order; tokens that we did not sign for this person are passed over."""
    numbers = []
    for token in tokens:
        try:
            number, owner = signing.loads(token, salt=SALT)
        except (signing.BadSignature, TypeError, ValueError):
            continue
        if owner == getattr(actor, "pk", None) and number not in numbers:
            numbers.append(number)
    found = StoredFile.objects.in_bulk(numbers)
    return [found[number] for number in numbers if number in found]


class PortalFileInput(forms.Widget):
    """The kept files with a way to remove each, and the button to choose more. Without JavaScript as well."""

    template_name = "core/forms/file_input.html"
    needs_multipart_form = True
    use_fieldset = False

    def __init__(self, attrs=None, *, multiple: bool = False):
        super().__init__(attrs)
        self.multiple = multiple
        self.actor = None

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        files = value if isinstance(value, list) else [value] if isinstance(value, StoredFile) else []
        kept = [{"file": stored, "token": token_of(stored, self.actor)} for stored in files]
        context["widget"].update(multiple=self.multiple, kept=kept)
        return context

    def value_from_datadict(self, data, files, name) -> Chosen:
        uploads = files.getlist(name) if hasattr(files, "getlist") else [files[name]] if name in files else []
        getlist = getattr(data, "getlist", lambda key: data.get(key, []))
        removed = set(getlist(f"{name}-remove"))
        return Chosen(uploads, [token for token in getlist(f"{name}-kept") if token not in removed])

    def value_omitted_from_data(self, data, files, name) -> bool:
        return name not in files and f"{name}-kept" not in data

    def use_required_attribute(self, initial) -> bool:
        return False


class PortalFileField(forms.Field):
    """One file, or with `multiple` up to `max_files`. Cleans to a StoredFile (None when empty), or to a list of them."""

    verb = "请上传"
    default_error_messages = {
        "too_many": "最多上传 %(max)d 个文件，现在有 %(count)d 个。",
        "refused": "“%(name)s”：%(reason)s",
    }

    def __init__(
        self, *, kinds=tuple(FileKind), multiple: bool = False, max_files: int = MAX_FILES, **kwargs
    ):
        self.kinds = [FileKind(kind) for kind in kinds]
        self.multiple, self.max_files = multiple, max_files if multiple else 1
        kwargs.setdefault("widget", PortalFileInput(multiple=multiple))
        kwargs["help_text"] = kwargs.get("help_text", "") + self._said_beforehand()
        super().__init__(**kwargs)
        self.actor = None
        self._stored: list[StoredFile] | None = None

    def _said_beforehand(self) -> str:
        most = f"最多 {self.max_files} 个。" if self.multiple else ""
        return describe_kinds(self.kinds) + most

    @property
    def actor(self):
        return self._actor

    @actor.setter
    def actor(self, actor) -> None:
        self._actor = self.widget.actor = actor

    def widget_attrs(self, widget) -> dict:
        limits = {end: MAX_BYTES[kind] for kind in self.kinds for end in ENDINGS[kind]}
        return {
            "accept": accept_of(self.kinds),
            "data-limits": json.dumps(limits),
            "data-most": self.max_files,
        }

    def clean(self, value: Chosen):
        """Store what is new. Whatever was accepted stays with the form, also beside files that were refused."""
        value = value or Chosen()
        self._stored = kept_files(value.kept, self.actor)
        refusals = [text for upload in value.uploads if (text := self._store(upload))]
        if not self.multiple:
            self._stored = self._stored[-1:]  # a new file takes the place of the one before
        if len(self._stored) > self.max_files:
            params = {"max": self.max_files, "count": len(self._stored)}
            refusals.append(ValidationError(self.error_messages["too_many"], "too_many", params))
        if refusals:
            raise ValidationError(refusals)
        if self.required and not self._stored:
            raise ValidationError(self.error_messages["required"], "required")
        return self._stored if self.multiple else next(iter(self._stored), None)

    def _store(self, upload) -> ValidationError | None:
        try:
            self._stored.append(store_file(actor=self.actor, upload=upload, kinds=self.kinds))
        except BadFile as refused:
            params = {"name": upload.name, "reason": refused.message}
            return ValidationError(self.error_messages["refused"], "refused", params)
        return None

    def bound_data(self, data: Chosen, initial):
        if self._stored is not None:
            return self._stored
        return kept_files(data.kept, self.actor)

    def prepare_value(self, value):
        return kept_files(value.kept, self.actor) if isinstance(value, Chosen) else value

    def has_changed(self, initial, data) -> bool:
        return bool(data and (data.uploads or data.kept))

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.actor, copied._stored = None, None
        return copied
