"""The reports about moderation: tables with bars, and the same as spreadsheets."""

from datetime import timedelta
from operator import attrgetter

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.utils import get_user_display_name

from ..moderation import reports
from ..permissions import comment_policy
from ..status import Status
from .exports import SafeExportMixin, describe_duration
from .frame import BelowQueueMixin

#: How many rows a page shows; the spreadsheet has more.
SHOWN = 200


class PeriodForm(forms.Form):
    """From the first day to the last, both included."""

    first = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("To"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if any(day is not None and day.year not in YEARS for day in (first, last)):
            raise forms.ValidationError(_("There is nothing to report of these years."))
        if first and last and not timedelta(0) <= last - first <= reports.LONGEST_PERIOD:
            raise forms.ValidationError(_("A period begins before it ends, two years at the most."))
        return cleaned


#: Far enough from the ends of the calendar for every time zone and database.
YEARS = range(1900, 9000)


class Column:
    """A column of a report: ``get(row)`` is its value, ``show(value)`` how a page shows it.

    ``has_bar`` draws the value, a number, as a bar; ``get_url(row)`` is where it leads.
    """

    def __init__(self, label, get, *, show=None, has_bar=False, get_url=None):
        self.label, self.get = label, get
        self.show = show or (lambda value: value)
        self.has_bar, self.get_url = has_bar, get_url


class ReportView(SafeExportMixin, BelowQueueMixin, TemplateView):
    """One report. Subclasses name it, its ``columns``, and ``read``, the function of its rows."""

    model = None
    policy_action = "moderate"
    template_name = "comments/admin/report.html"
    header_icon = "comment"
    http_method_names = ["get"]
    report_name = ""
    introduction = ""

    @cached_property
    def export_filename(self):
        return f"comments-{self.report_name}"

    @cached_property
    def default_period(self):
        last = timezone.localdate()
        return {"first": last - reports.FIRST_PERIOD, "last": last}

    @cached_property
    def form(self):
        given = {
            name: self.request.GET[name] for name in ("first", "last") if name in self.request.GET
        }
        return PeriodForm({**self.default_period, **given})

    @cached_property
    def period(self):
        """The beginning and the end; those shown first when the form makes no sense."""
        days = self.form.cleaned_data if self.form.is_valid() else self.default_period
        return reports.get_period(days["first"], days["last"])

    @cached_property
    def rows(self):
        return self.read(self.request.user, *self.period)

    def get(self, request, *args, **kwargs):
        if self.is_export:
            return self.as_spreadsheet(self.rows, request.GET["export"])
        return super().get(request, *args, **kwargs)

    @cached_property
    def list_export(self):
        return list(range(len(self.columns)))

    def get_heading(self, queryset, field):
        return str(self.columns[field].label)

    def to_row_dict(self, item):
        return {place: column.get(item) for place, column in enumerate(self.columns)}

    @cached_property
    def header_buttons(self):
        return []

    def get_table(self):
        """Return the rows as lists of ``(value, bar or None, address or None)``."""
        most = [
            max((column.get(row) for row in self.rows), default=0) if column.has_bar else 0
            for column in self.columns
        ]
        return [
            [
                (
                    column.show(column.get(row)),
                    (column.get(row), top) if column.has_bar and top else None,
                    column.get_url(row) if column.get_url else None,
                )
                for column, top in zip(self.columns, most, strict=True)
            ]
            for row in self.rows[:SHOWN]
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            form=self.form,
            columns=self.columns,
            table=self.get_table(),
            total=len(self.rows),
            introduction=self.introduction,
            links=[
                (
                    view.page_title,
                    reverse(f"reader_comments:{name}"),
                    view.report_name == self.report_name,
                )
                for name, view in REPORTS.items()
            ],
            csv_url=self.csv_export_url,
            xlsx_url=self.xlsx_export_url,
            **kwargs,
        )


def _name(user):
    return get_user_display_name(user) if user else _("(account deleted)")


def _count(status):
    return lambda row: row.numbers[status]


def _review_url(get_comment):
    def get_url(row):
        comment = get_comment(row)
        return reverse("reader_comments:inspect", args=[comment.pk]) if comment else None

    return get_url


def _describe(comment):
    return str(comment) if comment else _("(deleted)")


def _describe_decision(entry):
    return reports.DECISIONS[entry.action].label


class DecisionsReport(ReportView):
    """Who decided how much, week by week."""

    report_name = "decisions"
    page_title = gettext_lazy("Decisions by moderator and week")
    introduction = gettext_lazy("What was decided, undone decisions included, from each Monday on.")
    read = staticmethod(reports.get_decisions_by_week)
    columns = [
        Column(gettext_lazy("Week from"), attrgetter("week")),
        Column(gettext_lazy("Moderator"), lambda row: _name(row.moderator)),
        *(Column(status.label, _count(status)) for status in reports.DECISIONS.values()),
        Column(gettext_lazy("Decisions"), attrgetter("total"), has_bar=True),
    ]


class WaitingReport(ReportView):
    """How long comments wait, by section."""

    report_name = "waiting"
    page_title = gettext_lazy("Waiting time")
    introduction = gettext_lazy(
        "How long comments waited that were first decided in this time: half of them, and 95 of "
        "100, no longer than this."
    )
    read = staticmethod(reports.get_waiting_times)
    columns = [
        Column(gettext_lazy("Section"), lambda row: row.page.get_admin_display_title()),
        Column(gettext_lazy("Median"), attrgetter("median"), show=describe_duration),
        Column(gettext_lazy("95 of 100"), attrgetter("slow"), show=describe_duration),
        Column(gettext_lazy("Comments"), attrgetter("count"), has_bar=True),
    ]


class OverturnedReport(ReportView):
    """Which decisions a later one reversed."""

    report_name = "overturned"
    page_title = gettext_lazy("Overturned decisions")
    introduction = gettext_lazy("What somebody decided anew, other than by undoing it at once.")
    read = staticmethod(reports.get_overturned)
    columns = [
        Column(
            gettext_lazy("Comment"),
            lambda row: _describe(row.comment),
            get_url=_review_url(attrgetter("comment")),
        ),
        Column(gettext_lazy("Decided"), lambda row: _describe_decision(row.former)),
        Column(gettext_lazy("By"), lambda row: _name(row.former.user)),
        Column(gettext_lazy("On"), attrgetter("former.timestamp")),
        Column(gettext_lazy("Then decided"), lambda row: _describe_decision(row.latter)),
        Column(gettext_lazy("By (later)"), lambda row: _name(row.latter.user)),
        Column(gettext_lazy("On (later)"), attrgetter("latter.timestamp")),
    ]


class FlaggedReport(ReportView):
    """Which comments readers flagged most."""

    report_name = "flagged"
    page_title = gettext_lazy("Most flagged")
    introduction = gettext_lazy("Comments that readers flagged in this time.")
    read = staticmethod(reports.get_most_flagged)
    columns = [
        Column(
            gettext_lazy("Comment"),
            lambda row: _describe(row.comment),
            get_url=_review_url(attrgetter("comment")),
        ),
        Column(gettext_lazy("Page"), lambda row: row.comment.page.get_admin_display_title()),
        Column(gettext_lazy("Status"), lambda row: Status(row.comment.status).label),
        Column(gettext_lazy("Flags"), attrgetter("count"), has_bar=True),
    ]


#: The reports by the names of their addresses.
REPORTS = {
    f"report_{view.report_name}": view
    for view in (DecisionsReport, WaitingReport, OverturnedReport, FlaggedReport)
}


class ReportsMenuItem(MenuItem):
    """The way to the reports, for those who moderate something."""

    def is_shown(self, request):
        return comment_policy.user_has_permission(request.user, "moderate")


def get_reports_menu_item():
    """Return the entry of the menu of reports."""
    return ReportsMenuItem(
        gettext_lazy("Comment moderation"),
        reverse("reader_comments:report_decisions"),
        name="comment-reports",
        icon_name="comment",
        order=1200,
    )
