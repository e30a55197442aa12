from django.urls import path

from bulletins import article_views, issue_file_views, subscription_views, views

app_name = "bulletins"
urlpatterns = [
    path("news/", article_views.article_list, name="articles"),
    path("news/<int:pk>/", article_views.article_detail, name="article"),
    path("bulletins/", views.bulletin_list, name="bulletins"),
    path("bulletins/subscribe/", subscription_views.subscribe, name="subscribe"),
    path("bulletins/subscribe/asked/", subscription_views.subscribe_asked, name="subscribe_asked"),
    path(
        "bulletins/subscribe/confirm/<str:code>/",
        subscription_views.subscribe_confirm,
        name="subscribe_confirm",
    ),
    path("bulletins/subscribe/end/<str:code>/", subscription_views.subscribe_end, name="subscribe_end"),
    path("bulletins/files/<slug:sha256>/", issue_file_views.file_page, name="file"),
    path("bulletins/files/<slug:sha256>/download/", issue_file_views.file_download, name="file_download"),
    path("bulletins/<int:year>/", views.bulletin_detail, name="bulletin"),
    path("bulletins/<int:year>/pdf/", issue_file_views.issue_file, name="pdf"),
    path("bulletins/<int:year>/files/<slug:variant>/", issue_file_views.issue_file, name="variant"),
    path("bulletins/<int:year>/pages/<int:page>/", views.bulletin_page, name="page"),
    path("bulletins/<int:year>/editions/<int:edition>/", views.bulletin_edition, name="edition"),
    path("bulletins/<int:year>/<int:number>/", views.bulletin_detail, name="periodic"),
    path("bulletins/<int:year>/<int:number>/pdf/", issue_file_views.issue_file, name="periodic_pdf"),
    path(
        "bulletins/<int:year>/<int:number>/files/<slug:variant>/",
        issue_file_views.issue_file,
        name="periodic_variant",
    ),
    path("bulletins/<int:year>/<int:number>/pages/<int:page>/", views.bulletin_page, name="periodic_page"),
    path(
        "bulletins/<int:year>/<int:number>/editions/<int:edition>/",
        views.bulletin_edition,
        name="periodic_edition",
    ),
]
