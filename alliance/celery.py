"""The Celery application. It imports no app of the portal: tasks are found by Django's autodiscovery."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")

app = Celery("alliance")
app.set_default()  # the current app is thread-local: without this a thread of gunicorn would talk to amqp://localhost
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
