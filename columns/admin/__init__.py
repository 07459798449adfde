"""The publishing pages in Wagtail's admin: flat lists to find and filter them across the tree."""
