from django.urls import path

from projects import solicitation_views
from projects.views import nominations, proposals, reviews

app_name = "projects"
urlpatterns = [
    path("solicitations/", solicitation_views.solicitation_list, name="solicitations"),
    path("solicitations/<int:pk>/", solicitation_views.solicitation_detail, name="solicitation"),
    path("solicitations/<int:pk>/propose/", proposals.proposal_new, name="proposal_new"),
    path("proposals/", proposals.proposal_list, name="proposals"),
    path("proposals/<int:pk>/", proposals.proposal_detail, name="proposal"),
    path("proposals/<int:pk>/edit/", proposals.proposal_edit, name="proposal_edit"),
    path("proposals/<int:pk>/submit/", proposals.proposal_submit, name="proposal_submit"),
    path("proposals/<int:pk>/withdraw/", proposals.proposal_withdraw, name="proposal_withdraw"),
    path("nominations/", nominations.nomination_list, name="nominations"),
    path("nominations/new/", nominations.nomination_new, name="nomination_new"),
    path("nominations/<int:pk>/", nominations.nomination_detail, name="nomination"),
    path("nominations/<int:pk>/withdraw/", nominations.nomination_withdraw, name="nomination_withdraw"),
    path("reviews/", reviews.review_list, name="reviews"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
]
