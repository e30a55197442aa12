"""The base of every form: refusals stand at their field, and nothing typed is lost."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from alliance.core.errors import DomainError
from alliance.core.forms import PortalForm, PortalModelForm
from members.models import Unit
from tests.factories import UnitFactory


class ShortForm(PortalForm):
    title = forms.CharField(label="标题")
    note = forms.CharField(label="说明", required=False)


class UnitForm(PortalModelForm):
    class Meta:
        model = Unit
        fields = ("name", "kind")


def filled(**data) -> ShortForm:
    form = ShortForm(data={"title": "某项目", "note": "备注", **data})
    assert form.is_valid()
    return form


def refuse(error):
    def service(**kwargs):
        raise error

    return service


def test_service_gets_what_it_is_called_with_and_its_answer_comes_back():
    assert filled().call(lambda **kwargs: kwargs, title="某项目") == {"title": "某项目"}


@pytest.mark.parametrize(
    ("error", "errors"),
    [
        (DomainError("标题已用过。", field="title"), {"title": ["标题已用过。"]}),
        (DomainError("征集已截止。"), {"__all__": ["征集已截止。"]}),
        (DomainError("请填写预算。", field="budget"), {"__all__": ["请填写预算。"]}),
        (ValidationError("整体不对。"), {"__all__": ["整体不对。"]}),
        (
            ValidationError({"note": ["太长。"], "hidden": ["必填。"], "__all__": ["重复。"]}),
            {"note": ["太长。"], "__all__": ["必填。", "重复。"]},
        ),
    ],
    ids=repr,
)
def test_refusal_is_shown_at_its_field_or_at_the_top(error, errors):
    form = filled()

    assert form.call(refuse(error)) is None
    assert form.errors == errors
    assert form["title"].value() == "某项目"


def test_other_errors_are_not_swallowed():
    with pytest.raises(ZeroDivisionError):
        filled().call(refuse(ZeroDivisionError()))


def test_form_is_sent_by_post_and_guards_what_is_unsaved():
    form = ShortForm()

    assert form.helper.form_method == "post"
    assert form.helper.attrs["data-guard"] == "typed"
    assert [(button.name, button.value) for button in form.helper.inputs] == [("save", "保存")]


@pytest.mark.django_db
def test_model_form_carries_the_version_it_was_opened_with():
    assert UnitForm(instance=UnitFactory(version=7)).initial["opened_version"] == 7
    assert "opened_version" not in UnitForm().initial


def test_missing_field_speaks_chinese():
    form = ShortForm(data={})

    assert form.errors == {"title": ["请填写“标题”。"]}
