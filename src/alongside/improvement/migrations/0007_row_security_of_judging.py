from django.db import migrations

from alongside.core.rowsecurity.operations import ProtectByProject


class Migration(migrations.Migration):
    dependencies = [("improvement", "0006_judging")]

    operations = [ProtectByProject("Phase", "Exclusion", "Rejudging")]
