"""The form of an entry: its words for print, and the rows of its pictures."""

import hashlib
import json

from django import forms

from alliance.core.diff import diff_texts
from alliance.core.formkit import wording
from bulletins.admin.workbench.forms import BenchForm, Conflict, as_text
from bulletins.editor import RichTextField
from bulletins.enums import EntryKind, PicturePlace
from bulletins.models import BulletinEntry, EntryPicture

ROWS = "pictures"
MOST_PICTURES = 60
CHANGED_BY_OTHERS = "在您填写期间，这一篇已被他人修改。您填写的内容仍在下面，尚未保存：请对照下面的差异核对，再次保存将以您的内容为准。"


def stamp_of(entry: BulletinEntry) -> str:
    """What stands in the entry, as a short code: two pages that opened the same text carry the same one."""
    said = [entry.headline, entry.toc_title, entry.columns, entry.new_page, entry.content]
    said += [
        list(row)
        for row in entry.pictures.order_by("order", "pk").values_list(
            "pk", "caption", "alt", "credit", "place", "after", "dropped"
        )
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:24]


class EntryForm(BenchForm):
    """Headline, contents line, text, layout. What is edited of the content depends on what the entry tells of."""

    opened_stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = BulletinEntry
        fields = ("headline", "toc_title", "columns", "new_page")
        help_texts = {"toc_title": "印在目录里，比标题短。"}
        widgets = {
            "headline": forms.TextInput(attrs={"autocomplete": "off"}),
            "toc_title": forms.TextInput(attrs={"autocomplete": "off"}),
            "columns": forms.RadioSelect,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts: dict[str, str] = {}  # name of a field → where it goes in the content
        content = self.instance.content
        if minutes := content.get("minutes"):
            self._add_minutes(minutes)
        elif self.instance.kind == EntryKind.FIGURE:
            self._add_figure(content.get("figure") or {})
        else:
            self._add("body", RichTextField(label="正文", required=False), content.get("body", ""))
            self._add(
                "signature",
                forms.CharField(label="落款", required=False, max_length=60),
                content.get("signature", ""),
            )
        self.initial["opened_stamp"] = stamp_of(self.instance)

    def _add(self, name: str, field: forms.Field, value: str) -> None:
        wording.speak_plainly(field)
        self.fields[name], self.initial[name], self.parts[name] = field, value, name

    def _add_minutes(self, minutes: dict) -> None:
        def text(label: str, rows: int, **more) -> forms.CharField:
            return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)

        opening = text("会议情况", 6, required=False, help_text="段落之间换行。")
        self._add("preamble", opening, "\n".join(minutes["preamble"]))
        for number, point in enumerate(minutes["points"]):
            self._add(f"point_{number}", text(f"议定事项第 {point['number']} 条", 4), point["text"])
        self._add("participants", text("参会人员", 5, required=False), minutes["participants"])

    def _add_figure(self, figure: dict) -> None:
        self._add("figure_title", forms.CharField(label="图题", max_length=80), figure.get("title", ""))
        note = forms.CharField(label="图注", required=False, max_length=200)
        self._add("figure_note", note, figure.get("note", ""))

    # ---------------------------------------------------------------- what was saved meanwhile
    def clean(self):
        cleaned = super().clean()
        opened, now = cleaned.get("opened_stamp"), stamp_of(self.instance)
        if opened and opened != now:
            self.data = self.data.copy()
            self.data[self.add_prefix("opened_stamp")] = now
            self.conflicts = list(self._differences())
            self.add_error(None, CHANGED_BY_OTHERS)
        return cleaned

    def _differences(self):
        """Stored now against typed, field by field."""
        for name in self.changed_data:
            if name in self.cleaned_data and name != "opened_stamp":
                theirs, typed = as_text(self.initial.get(name)), as_text(self.cleaned_data[name])
                if theirs != typed:
                    yield Conflict(str(self.fields[name].label), diff_texts(theirs, typed))

    # ---------------------------------------------------------------- for the service
    def changes(self) -> dict:
        """The `changes` of `edit_entry`."""
        found = super().changes()
        changed = {name for name in self.changed_data if name in self.parts}
        cleaned = self.cleaned_data
        found |= {name: cleaned[name] for name in changed & {"body", "signature"}}
        if changed and "preamble" in self.parts:
            found["minutes"] = {
                "preamble": [line.strip() for line in cleaned["preamble"].splitlines() if line.strip()],
                "points": [cleaned[name] for name in self.parts if name.startswith("point_")],
                "participants": cleaned["participants"],
            }
        if changed and "figure_title" in self.parts:
            found["figure"] = {"title": cleaned["figure_title"], "note": cleaned["figure_note"]}
        return found


class PictureForm(forms.Form):
    """A picture of an entry: one that is there (`pk`), or a new one (`stored`)."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    stored = forms.IntegerField(required=False, widget=forms.HiddenInput)
    caption = forms.CharField(label="图注", required=False, max_length=120)
    alt = forms.CharField(label="替代文字", required=False, max_length=200)
    credit = forms.CharField(label="供图", required=False, max_length=60)
    place = forms.ChoiceField(label="版面", choices=PicturePlace)
    after = forms.IntegerField(label="排在第几段后", required=False, min_value=0, max_value=999)
    order = forms.IntegerField(label="次序", required=False, min_value=0, max_value=9999)
    dropped = forms.BooleanField(label="不刊登", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            wording.speak_plainly(field)
        self.fields["after"].widget.attrs["placeholder"] = "自动"

    def row(self) -> dict:
        """The row that `set_pictures` takes."""
        cleaned = self.cleaned_data
        row = {name: cleaned[name] for name in ("caption", "alt", "credit", "place", "after", "dropped")}
        return row | ({"pk": cleaned["pk"]} if cleaned["pk"] else {"stored": cleaned["stored"]})


PictureRows = forms.formset_factory(PictureForm, extra=0, max_num=MOST_PICTURES, absolute_max=MOST_PICTURES)


def rows_of(pictures: list[EntryPicture]) -> list[dict]:
    """The initial values of the rows."""
    names = ("caption", "alt", "credit", "place", "after", "dropped")
    return [
        {
            "pk": one.pk,
            "stored": one.stored_id,
            "order": order,
            **{name: getattr(one, name) for name in names},
        }
        for order, one in enumerate(pictures, start=1)
    ]


def in_print_order(rows) -> list[dict]:
    """The cleaned rows of `PictureRows` by their number; those of the same number as they stand."""
    numbered = [
        (number if form.cleaned_data["order"] is None else form.cleaned_data["order"], number, form)
        for number, form in enumerate(rows.forms)
    ]
    return [form.row() for _, _, form in sorted(numbered, key=lambda each: each[:2])]
