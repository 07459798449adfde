from django.db import migrations

#: What the right to moderate allowed before these were rights of their own.
SPLIT_OFF = ("feature", "settings")


def keep_what_was_allowed(apps, schema_editor):
    """Give the groups that moderate the rights that were part of it until now."""
    permissions = apps.get_model("comments", "GroupCommentPermission").objects
    granted = list(permissions.filter(right="moderate").values_list("group_id", "page_id"))
    for group, page in granted:
        for right in SPLIT_OFF:
            permissions.get_or_create(group_id=group, page_id=page, right=right)


class Migration(migrations.Migration):
    dependencies = [("comments", "0007_decisions")]

    operations = [migrations.RunPython(keep_what_was_allowed, migrations.RunPython.noop)]
