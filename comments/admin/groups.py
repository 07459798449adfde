"""Which parts of the page tree a group moderates, in Wagtail's group form."""

from itertools import groupby

import swapper
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.formsets import BaseFormSetMixin
from wagtail.admin.widgets import AdminPageChooser

from ..models import GroupCommentPermission


class CommentRightsForm(forms.Form):
    """The rights of the group below one page."""

    page = forms.ModelChoiceField(
        label=gettext_lazy("Page"),
        queryset=swapper.load_model("wagtailcore", "Page").objects.all(),
        widget=AdminPageChooser(show_edit_link=False, can_choose_root=True),
    )
    rights = forms.MultipleChoiceField(
        label=gettext_lazy("Rights"),
        choices=GroupCommentPermission.Right.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class BaseGroupCommentPermissionFormSet(BaseFormSetMixin, forms.BaseFormSet):
    """All rights over discussions of one group, one form for each page."""

    rights = GroupCommentPermission.Right

    def __init__(self, data=None, files=None, instance=None, prefix="comment_permissions"):
        self.instance = instance
        super().__init__(data, files, initial=self.get_stored_rights(), prefix=prefix)

    def get_stored_rights(self):
        if self.instance is None or self.instance.pk is None:
            return []
        stored = self.instance.comment_permissions.select_related("page").order_by("page", "right")
        return [
            {"page": page, "rights": [permission.right for permission in permissions]}
            for page, permissions in groupby(stored, lambda permission: permission.page)
        ]

    def get_kept_forms(self):
        # A form that nobody has filled in is valid and has no page.
        return [
            form
            for form in self.forms
            if form not in self.deleted_forms and "page" in form.cleaned_data
        ]

    def clean(self):
        if any(self.errors):
            return
        pages = [form.cleaned_data["page"] for form in self.get_kept_forms()]
        if len(set(pages)) != len(pages):
            raise ValidationError(_("Give the rights over the discussions of a page once."))

    @transaction.atomic
    def save(self):
        """Make the group's rights those of the form, and touch no more rows than that needs."""
        wanted = {
            (form.cleaned_data["page"].pk, right)
            for form in self.get_kept_forms()
            for right in form.cleaned_data["rights"]
        }
        stored = {
            (permission.page_id, permission.right): permission.pk
            for permission in self.instance.comment_permissions.all()
        }
        obsolete = [pk for key, pk in stored.items() if key not in wanted]
        self.instance.comment_permissions.filter(pk__in=obsolete).delete()
        GroupCommentPermission.objects.bulk_create(
            GroupCommentPermission(group=self.instance, page_id=page_id, right=right)
            for page_id, right in sorted(wanted - stored.keys())
        )

    def as_admin_panel(self):
        return render_to_string("comments/admin/group_permissions.html", {"formset": self})


GroupCommentPermissionFormSet = forms.formset_factory(
    CommentRightsForm, formset=BaseGroupCommentPermissionFormSet, extra=0, can_delete=True
)
