"""Addresses of minutes, 督办事项 and 出席统计; part of `meetings.urls`."""

from django.urls import path

from meetings.views import actions, attendance, minutes, minutes_comments, minutes_work

urlpatterns = [
    path("<int:pk>/minutes/", minutes.minutes, name="minutes"),
    path("<int:pk>/minutes/file/<slug:form>/", minutes.minutes_file, name="minutes_file"),
    path("<int:pk>/minutes/work/", minutes_work.work, name="minutes_work"),
    path("<int:pk>/minutes/act/<slug:act>/", minutes_work.act, name="minutes_act"),
    path("<int:pk>/minutes/comment/", minutes_comments.comment, name="minutes_comment"),
    path("<int:pk>/minutes/links/", minutes_comments.links, name="minutes_links"),
    path("m/<str:token>/", minutes_comments.comment_by_link, name="comment_by_link"),
    path("actions/", actions.action_list, name="actions"),
    path("actions/<int:pk>/", actions.action, name="action"),
    path("actions/<int:pk>/finish/", actions.finish, name="action_finish"),
    path("attendance/", attendance.attendance, name="attendance"),
    path("attendance/sheet/", attendance.attendance_sheet, name="attendance_sheet"),
]
