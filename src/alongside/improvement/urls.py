"""Addresses of this room."""

from __future__ import annotations

from django.urls import include, path

from alongside.improvement.views import (
    aims,
    analyses,
    board_pack,
    cycles,
    diagrams,
    downloads,
    drivers,
    effects,
    feeding,
    figures,
    glance,
    ideas,
    judging,
    measures,
    protocols,
    rehearsals,
    released,
    releases,
    summaries,
)

_MEASURE = [
    path("", measures.measure, name="measure"),
    path("series/", measures.measure_part, name="measure_part"),
    path("change/", measures.measure_change, name="measure_change"),
    path("withdraw/", measures.measure_withdraw, name="measure_withdraw"),
    path("stood/", feeding.measure_stood, name="measure_stood"),
    path("annotate/", measures.measure_annotate, name="measure_annotate"),
    path("judged/", judging.measure_judged, name="measure_judged"),
    path("judged/suggested/", judging.measure_judged_suggested, name="measure_judged_suggested"),
    path("workings/", judging.measure_workings, name="measure_workings"),
    path("phases/begin/", judging.phase_begin, name="phase_begin"),
    path("left-out/add/", judging.exclusion_add, name="exclusion_add"),
    path("figures/", figures.figures_for, name="figures_for"),
    path("rehearse/", rehearsals.measure_rehearse, name="measure_rehearse"),
    path("what-changed/", analyses.measure_analyse, name="measure_analyse"),
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
_BOARD_PACK = [
    path("", board_pack.board_pack, name="board_pack"),
    path("board-pack.pdf", board_pack.board_pack_pdf, name="board_pack_pdf"),
    path("board-pack.pptx", board_pack.board_pack_pptx, name="board_pack_pptx"),
]
_SUMMARY = [
    path("", summaries.monthly_summary, name="monthly_summary"),
    path("on/", summaries.summary_on, name="summary_on"),
    path("off/", summaries.summary_off, name="summary_off"),
]
_MEASURES = [
    path("", measures.measures_list, name="measures"),
    path("glance/", glance.measures_glance, name="measures_glance"),
    path("board-pack/", include(_BOARD_PACK)),
    path("summary/", include(_SUMMARY)),
    path("add/", measures.measure_add, name="measure_add"),
    path("figures/", figures.figures_bring, name="figures_bring"),
    path("tables/<uuid:brought>/", include(_TABLE)),
    path("annotations/<uuid:annotation>/withdraw/", measures.annotation_withdraw, name="annotation_withdraw"),
    path("phases/<uuid:phase>/withdraw/", judging.phase_withdraw, name="phase_withdraw"),
    path("left-out/<uuid:exclusion>/take-back/", judging.exclusion_withdraw, name="exclusion_withdraw"),
    path("feeding/", feeding.feeding, name="feeding"),
    path("definitions/<slug:definition>/", feeding.feeding_definition, name="feeding_definition"),
    path("definitions/<slug:definition>/switch-on/", feeding.feeding_switch_on, name="feeding_switch_on"),
    path("feeds/<uuid:feed>/count/", feeding.feeding_count, name="feeding_count"),
    path("what-changed/<uuid:analysis>/", analyses.analysis, name="analysis"),
    path("what-changed/<uuid:analysis>/figures.csv", analyses.analysis_csv, name="analysis_csv"),
    path("<uuid:measure>/", include(_MEASURE)),
]

_REHEARSALS = [
    path("", rehearsals.rehearsals_list, name="rehearsals"),
    path("add/", rehearsals.rehearsal_add, name="rehearsal_add"),
    path("<uuid:rehearsal>/", rehearsals.rehearsal, name="rehearsal"),
]
_AIM = [
    path("", aims.aim, name="aim"),
    path("change/", aims.aim_change, name="aim_change"),
    path("withdraw/", aims.aim_withdraw, name="aim_withdraw"),
    path("measures/", aims.aim_measures, name="aim_measures"),
    path("drivers/", drivers.drivers_edit, name="drivers_edit"),
    path("drivers/add/", drivers.driver_add, name="driver_add"),
    path("ideas/add/", ideas.idea_add, name="idea_add"),
    path("drivers.svg", diagrams.drivers_svg, name="drivers_svg"),
    path("drivers.png", diagrams.drivers_png, name="drivers_png"),
    path("drivers.csv", diagrams.drivers_csv, name="drivers_csv"),
]
_DRIVER = [
    path("add/", drivers.driver_add_under, name="driver_add_under"),
    path("ideas/add/", ideas.idea_add_under, name="idea_add_under"),
    path("change/", drivers.driver_change, name="driver_change"),
    path("withdraw/", drivers.driver_withdraw, name="driver_withdraw"),
    path("up/", drivers.driver_up, name="driver_up"),
    path("down/", drivers.driver_down, name="driver_down"),
]
_IDEA = [
    path("", ideas.idea, name="idea"),
    path("change/", ideas.idea_change, name="idea_change"),
    path("state/", ideas.idea_state, name="idea_state"),
    path("cycles/add/", cycles.cycle_add, name="cycle_add"),
    path("up/", ideas.idea_up, name="idea_up"),
    path("down/", ideas.idea_down, name="idea_down"),
]
_CYCLE = [
    path("", cycles.cycle, name="cycle"),
    path("plan/", cycles.cycle_plan, name="cycle_plan"),
    path("begin/", cycles.cycle_begin, name="cycle_begin"),
    path("do/", cycles.cycle_do, name="cycle_do"),
    path("study/", cycles.cycle_study, name="cycle_study"),
    path("act/", cycles.cycle_act, name="cycle_act"),
    path("drop/", cycles.cycle_drop, name="cycle_drop"),
]
_IMPROVEMENT = [
    path("", aims.improvement, name="improvement"),
    path("aims/", aims.aims_list, name="aims"),
    path("aims/add/", aims.aim_add, name="aim_add"),
    path("aims/<uuid:aim>/", include(_AIM)),
    path("drivers/<uuid:driver>/", include(_DRIVER)),
    path("ideas/<uuid:idea>/", include(_IDEA)),
    path("cycles/", cycles.cycles_list, name="cycles"),
    path("cycles/<uuid:cycle>/", include(_CYCLE)),
]
_RELEASE = [
    path("", releases.release, name="release"),
    path("choose/", releases.release_choose, name="release_choose"),
    path("send/", releases.release_send, name="release_send"),
    path("leave/", releases.release_leave, name="release_leave"),
    path("figures.csv", releases.release_csv, name="release_csv"),
    path("clear/", releases.release_clear, name="release_clear"),
    path("hold/", releases.release_hold, name="release_hold"),
    path("withdraw/", releases.release_withdraw, name="release_withdraw"),
]
_RELEASES = [
    path("", releases.releases_list, name="releases"),
    path("prepare/", releases.release_prepare, name="release_prepare"),
    path("log/", releases.release_log, name="release_log"),
    path("log.csv", releases.release_log_csv, name="release_log_csv"),
    path("<uuid:release>/", include(_RELEASE)),
]
# What the programme reads: releases, and nothing else that a project owns.
_RELEASED = [
    path("", released.programme_releases, name="programme_releases"),
    path("<uuid:release>/", released.programme_release, name="programme_release"),
    path("<uuid:release>/figures.csv", released.programme_release_csv, name="programme_release_csv"),
    path("<uuid:release>/chart.png", released.programme_release_png, name="programme_release_png"),
    path("<uuid:release>/release.json", released.programme_release_json, name="programme_release_json"),
]

_EFFECTS = [
    path("", effects.effects, name="effects"),
    path("add/", effects.effect_add, name="effect_add"),
    path("month/", effects.effects_month, name="effects_month"),
    path("month/none/", effects.effects_none, name="effects_none"),
    path("effects.csv", effects.effects_csv, name="effects_csv"),
    path("<uuid:effect>/", effects.effect, name="effect"),
    path("<uuid:effect>/look/", effects.effect_look, name="effect_look"),
    path("<uuid:effect>/decide/", effects.effect_decide, name="effect_decide"),
    path("<uuid:effect>/feed-back/", effects.effect_feed_back, name="effect_feed_back"),
    path("<uuid:effect>/read/", effects.effect_read, name="effect_read"),
]
_PROTOCOL = [
    path("", protocols.protocol_one, name="protocol_one"),
    path("change/", protocols.protocol_change, name="protocol_change"),
    path("lock/", protocols.protocol_lock, name="protocol_lock"),
    path("amend/", protocols.protocol_amend, name="protocol_amend"),
    path("check/", protocols.protocol_check, name="protocol_check"),
    path("put-away/", protocols.protocol_leave, name="protocol_leave"),
]
_PROTOCOLS = [
    path("", protocols.protocol, name="protocol"),
    path("write/", protocols.protocol_add, name="protocol_add"),
    path("<uuid:protocol>/", include(_PROTOCOL)),
]

urlpatterns = [
    path("projects/<slug:project>/measures/", include(_MEASURES)),
    path("projects/<slug:project>/improvement/", include(_IMPROVEMENT)),
    path("projects/<slug:project>/improvement/effects/", include(_EFFECTS)),
    path("projects/<slug:project>/improvement/protocols/", include(_PROTOCOLS)),
    path("projects/<slug:project>/improvement/rehearsals/", include(_REHEARSALS)),
    path("projects/<slug:project>/releases/", include(_RELEASES)),
    path("programmes/<slug:programme>/releases/", include(_RELEASED)),
]
