"""Upload of a Word document that becomes an article."""

from django import forms

from alliance.core.enums import FileKind
from alliance.core.formkit.files import PortalFileField
from alliance.core.forms import PortalForm, SentOnceMixin
from bulletins.enums import ArticleCategory
from members.models import Unit


class WordImportForm(SentOnceMixin, PortalForm):
    """`units`: for whom one may be written; None among them is the secretariat."""

    submit_label = "导入"

    document = PortalFileField(
        label="Word 文档",
        kinds=[FileKind.WORD],
        help_text="一个文档一篇稿件；标题、图片、图注、表格会一并带入。",
    )
    category = forms.ChoiceField(
        label="栏目", choices=ArticleCategory.choices, initial=ArticleCategory.NEWS, widget=forms.Select
    )

    def __init__(self, *args, units: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = units
        if len(units) > 1:
            own = None in units
            keys = [unit.pk for unit in units if unit is not None]
            self.fields["unit"] = forms.ModelChoiceField(
                Unit.objects.filter(pk__in=keys),
                label="供稿单位",
                required=not own,
                empty_label="秘书处" if own else "请选择",
            )

    @property
    def unit(self) -> Unit | None:
        """For whom; None is the secretariat."""
        return self.cleaned_data.get("unit") if len(self.units) > 1 else self.units[0]
