from django.urls import path

from members import invitation_views as views

app_name = "invitations"
urlpatterns = [path("<slug:token>/", views.accept, name="accept")]
