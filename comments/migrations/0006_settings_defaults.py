import django.core.validators
from django.db import migrations, models

import comments.conf
import comments.models.settings


class Migration(migrations.Migration):
    dependencies = [("comments", "0005_most_discussed")]

    operations = [
        migrations.AlterField(
            model_name="commentsettings",
            name="edit_minutes",
            field=models.PositiveSmallIntegerField(
                default=comments.conf.edit_minutes,
                help_text="How long commenters can edit or withdraw what they posted. 0: not at all.",
                validators=[django.core.validators.MaxValueValidator(1440)],
                verbose_name="minutes to edit",
            ),
        ),
        migrations.AlterField(
            model_name="commentsettings",
            name="reaction_name",
            field=models.CharField(
                blank=True,
                default=comments.models.settings.get_reaction_name,
                help_text="One word for what readers can say to a comment. Empty: no reactions.",
                max_length=30,
                verbose_name="name of the reaction",
            ),
        ),
    ]
