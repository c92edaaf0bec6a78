"""Addresses of this room."""

from __future__ import annotations

from django.urls import include, path

from alongside.improvement.views import downloads, figures, glance, judging, measures, rehearsals

_MEASURE = [
    path("", measures.measure, name="measure"),
    path("series/", measures.measure_part, name="measure_part"),
    path("change/", measures.measure_change, name="measure_change"),
    path("withdraw/", measures.measure_withdraw, name="measure_withdraw"),
    path("annotate/", measures.measure_annotate, name="measure_annotate"),
    path("judged/", judging.measure_judged, name="measure_judged"),
    path("judged/suggested/", judging.measure_judged_suggested, name="measure_judged_suggested"),
    path("phases/begin/", judging.phase_begin, name="phase_begin"),
    path("left-out/add/", judging.exclusion_add, name="exclusion_add"),
    path("figures/", figures.figures_for, name="figures_for"),
    path("rehearse/", rehearsals.measure_rehearse, name="measure_rehearse"),
    path("figures.csv", downloads.measure_csv, name="measure_csv"),
    path("chart.svg", downloads.measure_svg, name="measure_svg"),
    path("chart.png", downloads.measure_png, name="measure_png"),
    path("chart.pptx", downloads.measure_pptx, name="measure_pptx"),
]
_TABLE = [
    path("", figures.figures_look, name="figures_look"),
    path("columns/", figures.figures_columns, name="figures_columns"),
    path("rows/", figures.figures_rows, name="figures_rows"),
    path("measure/", figures.figures_measure, name="figures_measure"),
    path("leave/", figures.figures_leave, name="figures_leave"),
    path("undo/", figures.figures_undo, name="figures_undo"),
]
_MEASURES = [
    path("", measures.measures_list, name="measures"),
    path("glance/", glance.measures_glance, name="measures_glance"),
    path("add/", measures.measure_add, name="measure_add"),
    path("figures/", figures.figures_bring, name="figures_bring"),
    path("tables/<uuid:brought>/", include(_TABLE)),
    path("annotations/<uuid:annotation>/withdraw/", measures.annotation_withdraw, name="annotation_withdraw"),
    path("phases/<uuid:phase>/withdraw/", judging.phase_withdraw, name="phase_withdraw"),
    path("left-out/<uuid:exclusion>/take-back/", judging.exclusion_withdraw, name="exclusion_withdraw"),
    path("<uuid:measure>/", include(_MEASURE)),
]

_REHEARSALS = [
    path("", rehearsals.rehearsals_list, name="rehearsals"),
    path("add/", rehearsals.rehearsal_add, name="rehearsal_add"),
    path("<uuid:rehearsal>/", rehearsals.rehearsal, name="rehearsal"),
]

urlpatterns = [
    path("projects/<slug:project>/measures/", include(_MEASURES)),
    path("projects/<slug:project>/rehearsals/", include(_REHEARSALS)),
]
