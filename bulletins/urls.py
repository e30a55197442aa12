from django.urls import path

from bulletins import article_views, views

app_name = "bulletins"
urlpatterns = [
    path("news/", article_views.article_list, name="articles"),
    path("news/<int:pk>/", article_views.article_detail, name="article"),
    path("bulletins/", views.bulletin_list, name="bulletins"),
    path("bulletins/<int:year>/", views.bulletin_detail, name="bulletin"),
    path("bulletins/<int:year>/pdf/", views.bulletin_pdf, name="pdf"),
    path("bulletins/<int:year>/pages/<int:number>/", views.bulletin_page, name="page"),
]
