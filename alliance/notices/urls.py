from django.urls import path

from alliance.notices import views, views_group, views_preferences

app_name = "notices"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="read_all"),
    path("inbox/<int:pk>/", views.open_notice, name="open"),
    path("inbox/preferences/", views_preferences.preferences, name="preferences"),
    path("inbox/unsubscribe/<str:token>/", views_preferences.unsubscribe, name="unsubscribe"),
    path("group/<slug:app>/<slug:model>/<int:pk>/", views_group.group_text, name="group_text"),
    path("s/<str:code>/", views_group.short_link, name="short_link"),
    path("s/<str:code>/qr.png", views_group.qr_picture, name="qr"),
]
