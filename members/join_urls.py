from django.urls import path

from members.views import application, joining

app_name = "join"
urlpatterns = [
    path("", joining.join, name="join"),
    path("renew/", joining.renew, name="renew"),
    path("renew/sent/", joining.renew_sent, name="renew_sent"),
    path("<str:token>/", application.status, name="application"),
    path("<str:token>/edit/", application.edit, name="edit"),
    path("<str:token>/draft/", application.draft, name="draft"),
    path("<str:token>/preview/", application.preview, name="preview"),
    path("<str:token>/withdraw/", application.withdraw, name="withdraw"),
    path("<str:token>/renew/", application.renew, name="renew_own"),
    path("<str:token>/files/<int:pk>/", application.file, name="file"),
]
