"""What Django names in English in the database is Chinese after a migration."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def test_every_permission_is_named_in_chinese():
    english = Permission.objects.exclude(name__regex="[一-龥]").values_list("codename", "name")

    assert list(english) == []
    assert not any(re.search(r"\bCan\b", name) for name in Permission.objects.values_list("name", flat=True))


def test_permission_names_the_act_and_the_model():
    permission = Permission.objects.get(codename="change_proposal", content_type__app_label="projects")

    assert permission.name == "修改项目建议"


def test_names_come_back_after_the_next_migration():
    permission = Permission.objects.get(codename="add_unit", content_type__app_label="members")
    Permission.objects.filter(pk=permission.pk).update(name="Can add unit")

    call_command("migrate", verbosity=0)

    permission.refresh_from_db()
    assert permission.name == "新增成员单位"
