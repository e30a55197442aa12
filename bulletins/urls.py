from django.urls import path

from bulletins import article_desk_views as desk
from bulletins import (
    article_views,
    call_views,
    feeds,
    issue_file_views,
    subscription_views,
    views,
    word_views,
)

app_name = "bulletins"
urlpatterns = [
    path("news/", article_views.article_list, name="articles"),
    path("news/<int:pk>/", article_views.article_detail, name="article"),
    path("news/feed/", feeds.NewsFeed(), name="feed"),
    path("news/atom/", feeds.AtomNewsFeed(), name="atom"),
    path("desk/articles/", desk.article_desk, name="desk-articles"),
    path("desk/articles/new/", desk.article_new, name="article-new"),
    path("desk/articles/pictures/", desk.article_picture, name="article-picture"),
    path("desk/articles/import/", word_views.article_word, name="article-word"),
    path("desk/articles/<int:pk>/import/", word_views.article_word_result, name="article-word-result"),
    path("desk/articles/<int:pk>/word/", word_views.article_docx, name="article-docx"),
    path("desk/articles/<int:pk>/", desk.article_own, name="article-own"),
    path("desk/articles/<int:pk>/edit/", desk.article_edit, name="article-edit"),
    path("desk/articles/<int:pk>/submit/", desk.article_submit, name="article-submit"),
    path("desk/articles/<int:pk>/withdraw/", desk.article_withdraw, name="article-withdraw"),
    path("desk/articles/<int:pk>/preview/", desk.article_preview, name="article-preview"),
    path("desk/articles/<int:pk>/paper/", desk.article_paper, name="article-paper"),
    path("desk/calls/<int:pk>/", call_views.call_detail, name="call"),
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
