from django.urls import path

from members.views import library

app_name = "library"
urlpatterns = [
    path("", library.document_list, name="documents"),
    path("<int:pk>/", library.document_detail, name="document"),
    path("materials/", library.material_list, name="materials"),
    path("materials/new/", library.material_new, name="material_new"),
    path("materials/<int:pk>/", library.material_detail, name="material"),
]
