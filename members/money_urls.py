"""Pages of agreement, dues and statements, in the namespace of `members.urls`."""

from django.urls import path

from members.views import agreement, dues, statements

urlpatterns = [
    path("agreement/", agreement.agreement, name="agreement"),
    path("dues/", dues.dues_list, name="dues"),
    path("dues/<int:pk>/", dues.dues_notice, name="dues_notice"),
    path("statements/", statements.statement_list, name="statements"),
    path("statements/<int:pk>/", statements.statement, name="statement"),
    path("statements/<int:pk>/pdf/", statements.statement_file, name="statement_file"),
    path("statements/<int:pk>/excel/", statements.statement_sheet, name="statement_sheet"),
]
