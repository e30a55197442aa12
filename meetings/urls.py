from django.urls import path

from meetings.views import events, hosting, meetings, replies

app_name = "meetings"
urlpatterns = [
    path("", meetings.meeting_list, name="meetings"),
    path("<int:pk>/", meetings.meeting_detail, name="meeting"),
    path("<int:pk>/reply/", replies.reply_list, name="replies"),
    path("<int:pk>/reply/<int:person>/", replies.reply, name="reply"),
    path("r/<str:token>/", replies.reply_by_link, name="reply_by_link"),
    path("hosting/<int:pk>/", hosting.hosting, name="hosting"),
    path("h/<str:token>/", hosting.hosting_by_link, name="hosting_by_link"),
    path("events/", events.event_list, name="events"),
    path("events/<int:pk>/", events.event_detail, name="event"),
]
