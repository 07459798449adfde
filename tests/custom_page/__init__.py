"""A site whose pages have a base model of their own (``WAGTAIL_PAGE_MODEL``).

``comments`` works there as it is. Of ``columns`` such a site takes the mixins, without installing
the application, whose concrete pages stand on Wagtail's own ``Page``.
"""
