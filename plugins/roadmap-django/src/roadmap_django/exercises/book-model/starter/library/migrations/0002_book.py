from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]

    # Once models.py is right, Run shows what belongs here.
    operations = []
