"""What was decided before points could come into effect here is marked as in effect; its tasks were not followed."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def mark(apps, schema_editor):
    """Points of signed minutes came into effect on the day of the meeting; an admission that is linked has happened."""
    effects = apps.get_model("meetings", "ResolutionEffect").objects.filter(admission__isnull=False, kind="")
    effects.update(kind="admission", state="carried_out")
    held = apps.get_model("meetings", "Meeting").objects.filter(pk=OuterRef("meeting"))
    points = apps.get_model("meetings", "Resolution").objects.filter(adopted_on__isnull=True)
    signed = points.filter(meeting__minutes__state="signed", meeting__starts_on__isnull=False)
    signed.update(adopted_on=Subquery(held.values("starts_on")[:1]))
    # Nobody has followed these tasks here: what became of them is not stated.
    apps.get_model("meetings", "ActionItem").objects.update(state="unstated")


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_meetings_in_full")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop, elidable=True)]
