"""The publishing pages in Wagtail's API, versions 2 and 3.

The pages' ``api_fields`` name the fields of ``columns.api.fields``, which serve both versions:
Wagtail reads the return annotation of ``to_representation`` for the OpenAPI document of version
3. ``columns.api.v2`` has an endpoint for version 2 whose lists cost a fixed number of queries.
"""
