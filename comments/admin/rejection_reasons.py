"""The reasons to reject that a site keeps: their order, codes, and texts by language."""

from django.contrib.admin.utils import unquote
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import IndexView, PermissionCheckedMixin, ReorderView
from wagtail.admin.viewsets.model import ModelViewSet

from .. import actions
from ..models import RejectionReason


class ReasonIndexView(IndexView):
    """The list. While it is empty it shows what moderators choose from, to be taken over."""

    results_template_name = "comments/admin/reasons_results.html"

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        if not context["object_list"]:
            context["built_in"] = RejectionReason.objects.get_choices()
        return context


class AdoptView(PermissionCheckedMixin, View):
    """Stores the reasons that a site begins with."""

    model = RejectionReason
    http_method_names = ["post"]
    permission_required = "add"

    def post(self, request):
        actions.adopt_reasons(user=request.user)
        messages.success(request, _("These reasons are the site’s own now. Edit them as you like."))
        return redirect("rejection_reasons:index")


class PlaceView(ReorderView):
    """Puts a reason at another place in the list."""

    def post(self, request, *args, **kwargs):
        reason = get_object_or_404(self.model, pk=unquote(str(kwargs["pk"])))
        try:
            position = max(0, int(request.GET.get("position", "")))
        except ValueError:
            position = None
        actions.place_reason(reason, position=position, user=request.user)
        return JsonResponse({"success": True})


class RejectionReasonViewSet(ModelViewSet):
    """Listing, form and order of the reasons; Wagtail's permissions of the model decide."""

    model = RejectionReason
    name = "rejection_reasons"
    url_prefix = "reader-comments-reasons"
    icon = "comment"
    menu_label = gettext_lazy("Reasons to reject")
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = ReasonIndexView
    sort_order_field = "sort_order"
    reorder_view_class = PlaceView
    list_display = ["__str__", "code", BooleanColumn("is_active", label=gettext_lazy("Offered"))]

    def get_urlpatterns(self):
        adopt = self.construct_view(AdoptView)
        return [*super().get_urlpatterns(), path("adopt/", adopt, name="adopt")]


rejection_reason_viewset = RejectionReasonViewSet()
