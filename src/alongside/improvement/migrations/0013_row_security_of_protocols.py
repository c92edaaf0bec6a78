from django.db import migrations

from alongside.core.rowsecurity.operations import ProtectByProject


class Migration(migrations.Migration):
    dependencies = [("improvement", "0012_protocols")]

    operations = [ProtectByProject("Protocol", "ProtocolMeasure", "Amendment")]
