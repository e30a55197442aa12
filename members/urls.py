from django.urls import path

from members import money_urls
from members.views import confirmations, directory, matters, own_unit, people, positions

app_name = "members"
urlpatterns = [
    path("", directory.unit_list, name="units"),
    path("<int:pk>/", directory.unit_detail, name="unit"),
    path("<int:pk>/history/", directory.unit_history, name="unit_history"),
    path("<int:pk>/change/", own_unit.change_new, name="unit_change_new"),
    path("mine/", own_unit.own_units, name="own_units"),
    path("changes/<int:pk>/", own_unit.change_detail, name="unit_change"),
    path("changes/<int:pk>/withdraw/", own_unit.change_withdraw, name="unit_change_withdraw"),
    path("matters/", matters.matter_list, name="matters"),
    path("matters/new/", matters.matter_new, name="matter_new"),
    path("matters/<int:pk>/", matters.matter_detail, name="matter"),
    path("matters/<int:pk>/withdraw/", matters.matter_withdraw, name="matter_withdraw"),
    path("people/", people.person_list, name="people"),
    path("people/export/", people.person_export, name="people_export"),
    path("people/<int:pk>/", people.person_detail, name="person"),
    path("chart/", positions.chart, name="chart"),
    path("on/", positions.on_day, name="on_day"),
    path("confirmations/", confirmations.confirmations, name="confirmations"),
    path("confirmations/<int:pk>/", confirmations.confirmation, name="confirmation"),
    path("c/<str:token>/", confirmations.confirm_by_link, name="confirm_by_link"),
]
urlpatterns += money_urls.urlpatterns
