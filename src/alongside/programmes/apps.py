from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "alongside.programmes"
    label = "programmes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from alongside.programmes import (
            background,  # noqa: F401  declares what this room does without anybody asking
            entries,  # noqa: F401  enters this room in the registries
            triggers,  # noqa: F401  declares its triggers
        )
        from alongside.programmes.sign_in import (
            trail,  # noqa: F401  tells the audit trail who signs in
        )
