"""A form with one of everything, for the style guide and the tests. It belongs to no model and writes nothing."""

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from alliance.core.enums import FileKind
from alliance.core.formkit import looks
from alliance.core.formkit.files import PortalFileField
from alliance.core.formkit.rows import RowsField
from alliance.core.forms import PortalForm, SentOnceMixin


class GuestRow(forms.Form):
    name = forms.CharField(label="姓名", max_length=20)
    unit = forms.CharField(label="单位", max_length=60, required=False)


class ExampleForm(SentOnceMixin, PortalForm):
    """`ExampleForm()` as it opens; `ExampleForm(WRONG)` with something wrong in most fields."""

    autosave = True
    submit_label = "提交"

    title = forms.CharField(label="活动名称", max_length=40, help_text="如：钒钛资源综合利用学术交流会。")
    kind = forms.ChoiceField(
        label="形式",
        choices=[("on_site", "现场"), ("online", "线上"), ("both", "两者结合")],
        widget=forms.RadioSelect,
    )
    field = forms.ChoiceField(
        label="领域", choices=[("", "请选择"), ("smelting", "冶炼"), ("products", "制品")], required=False
    )
    day = forms.DateField(label="日期")
    people = forms.IntegerField(label="人数", min_value=1, max_value=2000)
    fee = forms.DecimalField(label="经费（万元）", max_digits=10, decimal_places=2, required=False)
    email = forms.EmailField(label="电子邮箱", required=False)
    phone = forms.CharField(label="联系电话", max_length=40, required=False)
    site = forms.URLField(label="活动网页", required=False, assume_scheme="https")
    about = forms.CharField(label="内容简介", max_length=500, widget=forms.Textarea(attrs={"rows": 5}))
    guests = RowsField(GuestRow, row_name="报告人", max_num=10, label="报告人", help_text="按出场先后排列。")
    papers = PortalFileField(
        label="附件", kinds=(FileKind.PDF, FileKind.WORD), multiple=True, max_files=5, required=False
    )
    agreed = forms.BooleanField(label="内容可以在联盟内公开")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        looks.as_phone(self.fields["phone"])
        self.helper.layout = Layout(
            "form_token",
            Fieldset("一、活动", "title", "kind", Row(Column("field"), Column("day"))),
            Fieldset("二、规模", Row(Column("people"), Column("fee"))),
            Fieldset("三、联系", Row(Column("email"), Column("phone")), "site"),
            Fieldset("四、内容", "about", "guests", "papers", "agreed"),
        )


WRONG = {
    "title": "",
    "day": "后天",
    "people": "四十多",
    "fee": "一百二",
    "email": "wang@",
    "phone": "0812-3380000",
    "about": "钒" * 520,
    "guests-TOTAL_FORMS": "2",
    "guests-INITIAL_FORMS": "0",
    "guests-0-name": "王工",
    "guests-0-ORDER": "1",
    "guests-1-unit": "示例研究院",
    "guests-1-ORDER": "2",
}
