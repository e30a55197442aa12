from django.urls import path

from alliance.portal import styleguide, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("desk/", views.desk, name="desk"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
