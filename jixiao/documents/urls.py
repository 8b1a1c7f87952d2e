"""Addresses of files."""

from __future__ import annotations

from django.urls import path

from .views import binding, doubts, downloads, files, mending, monitoring, offline, papers, results, spending

app_name = "documents"
urlpatterns = [
    path("", files.home, name="home"),
    path("files/", files.upload, name="upload"),
    path("files/sample/", files.sample, name="sample"),
    path("files/<uuid:code>/", results.file, name="file"),
    path("files/<uuid:code>/projects/<int:number>/", results.project, name="project"),
    path("files/<uuid:code>/department/", results.department, name="department"),
    path("files/<uuid:code>/source/", results.original, name="source"),
    path("files/<uuid:code>/fixes/", mending.fixes, name="fixes"),
    path("files/<uuid:code>/correct/", mending.correct, name="correct"),
    path("files/<uuid:code>/fill/", mending.fill, name="fill"),
    path("files/<uuid:code>/waive/", mending.waive, name="waive"),
    path("files/<uuid:code>/waivers/<int:number>/withdraw/", mending.withdraw, name="withdraw"),
    path("files/<uuid:code>/changes/<int:number>/undo/", mending.undo, name="undo"),
    path("files/<uuid:code>/doubts/", doubts.doubts, name="doubts"),
    path("files/<uuid:code>/doubts/<int:position>/", doubts.settle, name="settle"),
    path("files/<uuid:code>/report/", downloads.report, name="report"),
    path("files/<uuid:code>/findings/", downloads.workbook, name="workbook"),
    path("files/<uuid:code>/corrected.docx", downloads.corrected, {"kind": "docx"}, name="word"),
    path("files/<uuid:code>/corrected.xlsx", downloads.corrected, {"kind": "xlsx"}, name="excel"),
    path("files/<uuid:code>/original/", downloads.original, name="original"),
    path("files/<uuid:code>/delete/", files.delete, name="delete"),
    path("targets/<int:pk>/papers/", papers.menu, name="papers"),
    path("targets/<int:pk>/papers/<slug:kind>.<slug:form>", papers.paper, name="paper"),
    path("targets/papers/", binding.page, name="set"),
    path("targets/papers.<slug:form>", binding.file, name="set_file"),
    path("targets/offline/", offline.offline, name="offline"),
    path("targets/offline.xlsx", offline.several, name="offline_set"),
    path("targets/offline/<uuid:code>/", offline.check, name="offline_check"),
    path("targets/offline/<uuid:code>/apply/", offline.apply, name="offline_apply"),
    path("targets/offline/<uuid:code>/marked.xlsx", offline.marked, name="offline_marked"),
    path("targets/offline/<uuid:code>/drop/", offline.drop, name="offline_drop"),
    path("spending/<int:pk>/documents/", spending.menu, name="payment_papers"),
    path("spending/<int:pk>/papers/<slug:kind>.<slug:form>", spending.paper, name="payment_paper"),
    path("spending/meetings/<int:pk>/minutes.<slug:form>", spending.minutes, name="minutes"),
    path("spending/ledger.<slug:form>", spending.ledger, name="spending_ledger"),
    path("spending/progress.<slug:form>", spending.progress, name="spending_progress"),
    path("monitoring/tables/<int:pk>/form.<slug:form>", monitoring.table, name="monitoring_form"),
    path("monitoring/rounds/<int:pk>/tables.<slug:form>", monitoring.tables, name="monitoring_tables"),
    path("monitoring/rounds/<int:pk>/report.<slug:form>", monitoring.report, name="monitoring_report"),
    path("targets/<int:pk>/offline/", offline.offline, name="offline"),
    path("targets/<int:pk>/offline.xlsx", offline.one, name="offline_file"),
]
