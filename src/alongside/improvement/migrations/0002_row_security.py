from django.db import migrations

from alongside.core.rowsecurity.operations import ProtectByProject


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_initial")]

    operations = [ProtectByProject("Measure", "Import", "Point", "Annotation")]
