"""Addresses of this room."""

from __future__ import annotations

from django.urls import include, path

from alongside.programmes.views import (
    hats,
    home,
    members,
    partners,
    policy,
    programmes,
    project,
    readiness,
    role_profiles,
    services,
)

_SERVICE = [
    path("", services.service, name="service"),
    path("change/", services.service_change, name="service_change"),
    path("go-live/", services.service_go_live, name="service_go_live"),
    path("pause/", services.service_pause, name="service_pause"),
    path("end/", services.service_end, name="service_end"),
]
_ITEM = [
    path("", readiness.readiness_item, name="readiness_item"),
    path("plan/", readiness.readiness_plan, name="readiness_plan"),
    path("met/", readiness.readiness_meet, name="readiness_meet"),
    path("confirm/", readiness.readiness_confirm, name="readiness_confirm"),
    path("undo/", readiness.readiness_undo, name="readiness_undo"),
    path("override/", readiness.readiness_override, name="readiness_override"),
    path("override/end/", readiness.readiness_override_end, name="readiness_override_end"),
]
_ROLE_PROFILES = [
    path("", role_profiles.role_profiles_list, name="role_profiles"),
    path("begin/", role_profiles.role_profile_begin, name="role_profile_begin"),
    path("<uuid:profile>/", role_profiles.role_profile, name="role_profile"),
    path("<uuid:profile>/revise/", role_profiles.role_profile_revise, name="role_profile_revise"),
    path("versions/<uuid:version>/", role_profiles.role_profile_version, name="role_profile_version"),
    path(
        "versions/<uuid:version>/acknowledge/",
        role_profiles.role_profile_acknowledge,
        name="role_profile_acknowledge",
    ),
    path("drafts/<uuid:draft>/write/", role_profiles.role_profile_write, name="role_profile_write"),
    path("drafts/<uuid:draft>/publish/", role_profiles.role_profile_publish, name="role_profile_publish"),
]
_MEMBERS = [
    path("", members.members_list, name="members"),
    path("add/", members.member_add, name="member_add"),
    path("<uuid:membership>/", members.member, name="member"),
    path("<uuid:membership>/services/", members.member_services, name="member_services"),
    path("<uuid:membership>/end/", members.member_end, name="member_end"),
]
_PROJECT = [
    path("", home.project_home, name="project_home"),
    path("services/", services.services_list, name="services"),
    path("services/add/", services.service_add, name="service_add"),
    path("services/<uuid:service>/", include(_SERVICE)),
    path("readiness/", readiness.project_readiness, name="readiness"),
    path("readiness/<uuid:item>/", include(_ITEM)),
    path("role-profiles/", include(_ROLE_PROFILES)),
    path("partners/", partners.partners_list, name="partners"),
    path("partners/add/", partners.partner_add, name="partner_add"),
    path("members/", include(_MEMBERS)),
    path("settings/", project.project_settings, name="project_settings"),
    path("retention/", project.retention, name="retention"),
]
_PROGRAMME = [
    path("", programmes.programme_home, name="programme_home"),
    path("projects/start/", programmes.programme_project_start, name="programme_project_start"),
    path("members/add/", programmes.programme_member_add, name="programme_member_add"),
    path("members/<uuid:membership>/end/", programmes.programme_member_end, name="programme_member_end"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("yourself/", home.yourself, name="yourself"),
    path("hat/", hats.switch_hat, name="switch_hat"),
    path("roles/", policy.policy, name="policy"),
    path("projects/<slug:project>/", include(_PROJECT)),
    path("programmes/<slug:programme>/", include(_PROGRAMME)),
]
