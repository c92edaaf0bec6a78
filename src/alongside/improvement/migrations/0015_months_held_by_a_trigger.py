from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("improvement", "0014_analyses")]

    operations = [
        # It asked for a function of Django's own, so that no other program could open a SQLite file with it.
        migrations.RemoveConstraint("asked", "asked_about_a_whole_month"),
    ]
