from django.db import migrations

from alongside.core.rowsecurity.operations import ProtectByProject


class Migration(migrations.Migration):
    dependencies = [("core", "0002_nothing_lost"), ("programmes", "0001_initial")]

    operations = [ProtectByProject("VaultItem")]
