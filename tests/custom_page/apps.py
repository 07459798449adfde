"""The application of the site with a base page of its own."""

from django.apps import AppConfig


class CustomPageConfig(AppConfig):
    name = "tests.custom_page"
    label = "custom_page"

    def ready(self):
        from comments import registry

        registry.register("custom_page.EssayPage")
