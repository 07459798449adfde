"""Replying to a comment as a member of staff, with a preview of what readers will see."""

from django.core.exceptions import PermissionDenied
from django.forms import HiddenInput, IntegerField
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from .. import conf
from ..actions import answer_comment, make_subject
from ..exceptions import CommentError
from ..forms import EditForm
from ..identity import get_commenter
from ..status import WAITING
from .frame import AboutCommentMixin


class ReplyForm(EditForm):
    """A reply, and the number of the text that it answers."""

    revision = IntegerField(min_value=0, required=False, widget=HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.attrs["autofocus"] = True


class ReplyView(AboutCommentMixin, FormView):
    """Takes a reply to a comment, in the name of the account; one that waits is approved with it.

    With ``preview`` in it nothing is taken, and the form comes back with how the reply would look:
    the page's script asks for that while somebody writes.
    """

    policy_action = "moderate"
    form_class = ReplyForm
    template_name = "comments/admin/reply.html"
    page_title = gettext_lazy("Reply")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.commenter = get_commenter(request.user, self.comment.page)
        if self.commenter is None:
            raise PermissionDenied
        self.preview = None

    def get_initial(self):
        return {"revision": self.comment.revision_number}

    def form_valid(self, form):
        typed = form.cleaned_data
        subject, body = typed["subject"], typed["body"]
        if "preview" in self.request.POST:
            self.preview = {
                "subject": subject or make_subject(body),
                "html": conf.text_format().render(body),
            }
            return self.render_to_response(self.get_context_data(form=form))
        try:
            reply = answer_comment(
                self.comment,
                user=self.request.user,
                subject=subject,
                body=body,
                seen_revision=typed["revision"],
            )
        except CommentError as error:
            # What was typed is not lost.
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Replied to %(comment)s.") % {"comment": self.comment},
            buttons=[
                messages.button(reverse("reader_comments:inspect", args=[reply.pk]), _("Review"))
            ],
        )
        return redirect(self.next_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            commenter=self.commenter,
            is_waiting=self.comment.status in WAITING,
            preview=self.preview,
            **kwargs,
        )
