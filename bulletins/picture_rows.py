"""Pictures inside a form: uploaded at once, each a row with its words, in an order that is dragged.

A row carries the signed number of its stored picture, so a draft keeps it and only its owner can hand it in.
"""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.urls import reverse

from alliance.core.enums import FileKind
from alliance.core.errors import BadFile
from alliance.core.files.kinds import MAX_BYTES, accept_of
from alliance.core.files.store import store_file
from alliance.core.formkit.files import SALT, kept_files, token_of
from alliance.core.formkit.rows import RowsField, RowsWidget
from alliance.core.models import StoredFile
from bulletins.enums import PicturePlace

LOST = "第 %(number)d 张图片已失效，请移除后重新上传。"
REFUSED = "“%(name)s”：%(reason)s"
WIDTH = 320  # pixels of the small copy in a row


class PictureRow(forms.Form):
    stored = forms.CharField(max_length=200, widget=forms.HiddenInput)
    caption = forms.CharField(label="图注", max_length=120, required=False)
    credit = forms.CharField(label="供图", max_length=60, required=False)
    alt = forms.CharField(
        label="替代文字", max_length=200, required=False, help_text="供看不到图片的读者；留空则用图注。"
    )
    place = forms.ChoiceField(
        label="版面", choices=PicturePlace.choices, initial=PicturePlace.LARGE, required=False
    )
    after = forms.IntegerField(
        label="排在第几段之后", min_value=0, max_value=999, required=False, help_text="留空由系统安排。"
    )

    @property
    def address(self) -> str:
        """Of the small copy; empty for a row without a picture."""
        number = number_of(self["stored"].value())
        return reverse("core:thumbnail", args=[number, WIDTH]) if number else ""


def number_of(token: str) -> int | None:
    """The picture's primary key, as the token says; who may have it is decided by `kept_files`, and by the file's page."""
    try:
        return signing.loads(token or "", salt=SALT)[0]
    except (signing.BadSignature, TypeError, IndexError):
        return None


class PictureRowsMixin:
    """Of the formset: rows without a picture are none, and `added` ones stand at the end."""

    blank_rows = 0
    added: tuple[str, ...] = ()  # signed numbers of what came without JavaScript

    @property
    def typed(self) -> list[dict[str, str]]:
        rows = [row for row in super().typed if row["stored"]]
        return rows + [{"stored": token, "place": str(PicturePlace.LARGE)} for token in self.added]


class PictureRowsWidget(RowsWidget):
    template_name = "bulletins/picture_rows.html"
    needs_multipart_form = True

    class Media:
        css = {"all": ["bulletins/picture-rows.css"]}
        js = [forms.Script("bulletins/picture-rows.js", defer=True)]

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        if isinstance(value, PictureRowsMixin) and hasattr(files, "getlist"):
            value.uploads = files.getlist(f"{name}-upload")
        return value

    def render(self, name, value, attrs=None, renderer=None) -> str:
        more = {"accept": accept_of([FileKind.PICTURE]), "most_bytes": MAX_BYTES[FileKind.PICTURE]}
        return super().render(name, value, {**(attrs or {}), **more}, renderer)


class PicturesField(RowsField):
    """Cleans to a list of dicts in print order: stored (StoredFile), caption, credit, alt, place, after (None or int).

    `actor` is set by the form, as for `PortalFileField`.
    """

    actor = None
    _taken = None

    def __init__(self, *, max_num: int = 30, **kwargs):
        super().__init__(PictureRow, row_name="图片", max_num=max_num, extra=0, **kwargs)
        self.formset_class = type("PictureFormSet", (PictureRowsMixin, self.formset_class), {})
        self.widget = PictureRowsWidget(self.formset_class)

    def clean(self, value):
        """Store what a browser without JavaScript sent along; what was accepted stays with the form."""
        refusals, added = [], []
        for upload in getattr(value, "uploads", []):
            try:
                stored = store_file(actor=self.actor, upload=upload, kinds=[FileKind.PICTURE])
            except BadFile as refused:
                refusals.append(refused_upload(upload, refused))
            else:
                added.append(token_of(stored, self.actor))
        if isinstance(value, PictureRowsMixin):
            value.added = tuple(added)
            self._taken = value = value.tidied()
        if refusals:
            raise ValidationError(refusals)
        return super().clean(value)

    def bound_data(self, data, initial):
        return self._taken if self._taken is not None else data

    def from_rows(self, rows: list[dict]) -> list[dict]:
        found = []
        for number, row in enumerate(rows, start=1):
            stored = next(iter(kept_files([row["stored"]], self.actor)), None)
            if stored is None or stored.kind != FileKind.PICTURE:
                raise ValidationError(LOST, "lost", {"number": number})
            found.append({**row, "stored": stored, "place": row["place"] or PicturePlace.LARGE})
        return found

    def rows_from(self, value) -> list[dict]:
        """`value` is what is stored, or what a draft kept."""
        return [self._as_typed(row) for row in value or []]

    def _as_typed(self, row: dict) -> dict:
        stored = row.get("stored")
        token = token_of(stored, self.actor) if isinstance(stored, StoredFile) else stored
        return {**row, "stored": token, "after": "" if row.get("after") is None else row["after"]}

    def has_changed(self, initial, data) -> bool:
        after = data.typed if isinstance(data, PictureRowsMixin) else self.rows_from(data)
        before = self.rows_from(initial)
        return list(map(_said, after)) != list(map(_said, before)) or bool(getattr(data, "uploads", []))


def refused_upload(upload, refused: BadFile) -> ValidationError:
    return ValidationError(REFUSED, "refused", {"name": upload.name, "reason": refused.message})


def _said(row: dict) -> tuple:
    """What a row says, whenever its number was signed."""
    words = (str(row.get(name) or "") for name in ("caption", "credit", "alt", "after"))
    return number_of(row.get("stored")), str(row.get("place") or PicturePlace.LARGE), *words
