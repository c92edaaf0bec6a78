from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "alongside.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate, pre_migrate

        from alongside.core import (
            due,  # noqa: F401  declares what this room does again and again
            triggers,
        )
        from alongside.core.audit import guards  # noqa: F401  declares its triggers
        from alongside.core.rowsecurity import references  # noqa: F401  declares its triggers

        pre_migrate.connect(_lift, sender=self, weak=False, dispatch_uid="triggers")
        # Sent for each app after all of them are migrated; once is enough.
        post_migrate.connect(
            lambda using, **_: triggers.install(using), sender=self, weak=False, dispatch_uid="triggers"
        )


def _lift(using: str, plan: list, **_: object) -> None:
    from alongside.core import triggers

    if plan:
        triggers.lift(using)
