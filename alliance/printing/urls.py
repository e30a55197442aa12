from django.urls import path

from alliance.printing import views

app_name = "printing"
urlpatterns = [
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/progress/", views.progress, name="progress"),
    path("documents/<int:pk>/file/", views.document_file, name="file"),
]
