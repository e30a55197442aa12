from django.urls import path

from alliance.core import draft_views, health, views

app_name = "core"
urlpatterns = [
    path("drafts/", draft_views.draft, name="draft"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("files/<int:pk>/", views.stored_file, name="file"),
    path("files/<int:pk>/<int:width>/", views.thumbnail, name="thumbnail"),
]
