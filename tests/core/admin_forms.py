"""Filling in the admin's forms as a browser would: every field as the page shows it, then some changed."""

from django.forms import BaseForm


def filled(form: BaseForm) -> dict:
    """`name → value` of one rendered form; empty and unticked fields are left out, as browsers do with boxes."""
    data = {}
    for bound in form:
        value = bound.value()
        if (
            bound.field.widget.input_type == "checkbox"
            if hasattr(bound.field.widget, "input_type")
            else False
        ):
            if value:
                data[bound.html_name] = "on"
            continue
        if isinstance(value, list | tuple):
            data[bound.html_name] = [getattr(each, "pk", each) for each in value]
        elif value is not None and value is not False:
            data[bound.html_name] = bound.field.prepare_value(value)
    return data


def page_data(response) -> dict:
    """Everything that saving the opened page unchanged would send."""
    data = filled(response.context["adminform"].form)
    for wrapped in response.context["inline_admin_formsets"]:
        formset = wrapped.formset
        data.update(filled(formset.management_form))
        for form in formset.initial_forms:
            data.update(filled(form))
    return {name: value for name, value in data.items() if value != ""}


def add_row(data: dict, prefix: str, **fields) -> dict:
    """`data` with one more row in the table `prefix`."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    row = {f"{prefix}-{number}-{name}": value for name, value in fields.items()}
    return {**data, **row, f"{prefix}-TOTAL_FORMS": number + 1}


def problems(response) -> list[str]:
    """What the answer says is wrong, wherever it says so."""
    found = list(response.context["errors"])
    return [
        str(message)
        for messages in found
        for message in (messages if isinstance(messages, list) else [messages])
    ]
