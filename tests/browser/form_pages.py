"""The portal with one page more: the example form, as a view of any app would have it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from alliance.core.formkit.examples import ExampleForm
from alliance.core.forms import open_form
from alliance.urls import urlpatterns as portal

PAGE = """{% extends "base.html" %}{% load crispy_forms_tags %}{% block title %}示例表单{% endblock %}
{% block content %}<div class="form-page"><h1>示例表单</h1>{% crispy form %}</div>{% endblock %}"""
SENT: list[dict] = []


def save(**content):
    SENT.append(content)
    return content


@login_required
def example(request):
    form = open_form(request, ExampleForm)
    if form.is_valid() and form.call(save, **form.cleaned_data):
        messages.success(request, "已收到。")
        return redirect("/example-form/")
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


urlpatterns = [path("example-form/", example), *portal]
