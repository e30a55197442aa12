from django.urls import path

from meetings import minutes_urls
from meetings.views import check_in, events, hosting, live, meetings, notices, registrations, replies, votes, work_plan

app_name = "meetings"
urlpatterns = [
    path("", meetings.meeting_list, name="meetings"),
    path("<int:pk>/", meetings.meeting_detail, name="meeting"),
    path("<int:pk>/live/", live.live, name="live"),
    path("<int:pk>/live/now/", live.live_now, name="live_now"),
    path("<int:pk>/live/control/", live.live_control, name="live_control"),
    path("<int:pk>/notice/", notices.notice_file, name="notice"),
    path("<int:pk>/calendar.ics", notices.calendar, name="calendar"),
    path("r/<str:token>/notice/", notices.notice_by_link, name="notice_by_link"),
    path("r/<str:token>/calendar.ics", notices.calendar_by_link, name="calendar_by_link"),
    path("<int:pk>/check-in/", check_in.desk, name="check_in"),
    path("<int:pk>/check-in/count/", check_in.count, name="check_in_count"),
    path("<int:pk>/check-in/code/", check_in.code, name="check_in_code"),
    path("<int:pk>/check-in/guest/", check_in.guest, name="check_in_guest"),
    path("in/<str:token>/", check_in.arrive, name="arrive"),
    path("badge/<str:token>/", check_in.badge, name="badge"),
    path("<int:pk>/reply/", replies.reply_list, name="replies"),
    path("<int:pk>/reply/<int:person>/", replies.reply, name="reply"),
    path("r/<str:token>/", replies.reply_by_link, name="reply_by_link"),
    path("hosting/<int:pk>/", hosting.hosting, name="hosting"),
    path("h/<str:token>/", hosting.hosting_by_link, name="hosting_by_link"),
    path("plans/", work_plan.plan_list, name="work_plans"),
    path("plans/<int:pk>/", work_plan.plan_detail, name="work_plan"),
    path("events/", events.event_list, name="events"),
    path("events/<int:pk>/", events.event_detail, name="event"),
    path("events/<int:pk>/register/", registrations.register, name="event_register"),
    path("events/series/<int:pk>/", events.event_series, name="event_series"),
    path("events/r/<str:token>/", registrations.registration, name="registration"),
    path("events/check-in/<int:pk>/", registrations.check_in, name="event_check_in"),
    path("c/<str:token>/", registrations.certificate, name="certificate"),
    path("votes/", votes.ballot_list, name="ballots"),
    path("votes/<int:pk>/", votes.ballot, name="ballot"),
    *minutes_urls.urlpatterns,
]
