from django.urls import path

from members import views

app_name = "members"
urlpatterns = [
    path("", views.unit_list, name="units"),
    path("<int:pk>/", views.unit_detail, name="unit"),
]
