from django.urls import path

from meetings import hosting_views, reply_views, views

app_name = "meetings"
urlpatterns = [
    path("", views.meeting_list, name="meetings"),
    path("<int:pk>/", views.meeting_detail, name="meeting"),
    path("<int:pk>/reply/", reply_views.reply_list, name="replies"),
    path("<int:pk>/reply/<int:person>/", reply_views.reply, name="reply"),
    path("r/<str:token>/", reply_views.reply_by_link, name="reply_by_link"),
    path("hosting/<int:pk>/", hosting_views.hosting, name="hosting"),
    path("h/<str:token>/", hosting_views.hosting_by_link, name="hosting_by_link"),
    path("events/", views.event_list, name="events"),
    path("events/<int:pk>/", views.event_detail, name="event"),
]
