from django.urls import path

from members.views import directory

app_name = "members"
urlpatterns = [
    path("", directory.unit_list, name="units"),
    path("<int:pk>/", directory.unit_detail, name="unit"),
]
