from django.db import migrations

from alongside.core.rowsecurity.operations import ProtectByProject


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [
        ProtectByProject(
            "Service",
            "ServiceChange",
            "MembershipService",
            "ReadinessItem",
            "ReadinessChange",
            "RoleProfile",
            "RoleProfileVersion",
            "Acknowledgement",
            "ProjectSetting",
        )
    ]
