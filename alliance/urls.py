"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("alliance.core.urls")),
    path("", include("alliance.portal.urls")),
    path("", include("alliance.printing.urls")),
    path("", include("alliance.notices.urls")),
    path("members/", include("members.urls")),
    path("library/", include("members.library_urls")),
    path("join/", include("members.join_urls")),
    path("invite/", include("members.invitation_urls")),
    path("meetings/", include("meetings.urls")),
    path("projects/", include("projects.urls")),
    path("", include("bulletins.urls")),
    path("accounts/", include("alliance.core.account_urls")),
    path("admin/", admin.site.urls),
]
