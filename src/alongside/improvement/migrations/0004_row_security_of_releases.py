from django.db import migrations

from alongside.core.rowsecurity.operations import LetProgrammeRead, ProtectByProject


class Migration(migrations.Migration):
    dependencies = [("improvement", "0003_releases")]

    operations = [
        ProtectByProject("Release"),
        LetProgrammeRead("Release", ["cleared", "withdrawn"]),
    ]
