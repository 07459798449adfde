"""Puts a home page where Wagtail's own migrations leave a page of welcome."""

from django.db import migrations

ROOT_PATH = "0001"


def create_home_page(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("home", "HomePage")

    welcome = Page.objects.filter(depth=2, numchild=0, content_type__model="page").first()
    if welcome is None or Page.objects.filter(depth=2).count() > 1:
        # Somebody has built a tree already: it is theirs.
        return
    Site.objects.filter(root_page=welcome).delete()
    welcome.delete()
    content_type, _ = ContentType.objects.get_or_create(app_label="home", model="homepage")
    home_page = HomePage.objects.create(
        title="Home",
        draft_title="Home",
        slug="home",
        content_type=content_type,
        path=ROOT_PATH + "0001",
        depth=2,
        numchild=0,
        url_path="/home/",
        locale=Locale.objects.get(),
    )
    Site.objects.create(hostname="localhost", root_page=home_page, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_home_page"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(create_home_page, migrations.RunPython.noop)]
