"""The API's doors to reports: ask, look how far it is, read the tables, take the files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models.functions import Length
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import CharFilter, ChoiceFilter, FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from engagement.access.api_doors import Door
from engagement.access.models import Role, Team
from engagement.access.paging import ListDoor
from engagement.access.problems import Fault, Problem
from engagement.access.scope import WRITERS, Actor
from engagement.audit.doors import TYPES
from engagement.audit.exports import log_export
from engagement.audit.models import Export
from engagement.coverage.periods import Quarter, asked
from engagement.coverage.sums import Period
from engagement.jobs.models import Job
from engagement.jobs.tasks import send
from engagement.regions.models import ProgrammeArea, Region
from engagement.reports.actions import request_report
from engagement.reports.facts import LANGUAGES
from engagement.reports.kinds import KINDS
from engagement.reports.models import Format, Report, ReportFile, Stage
from engagement.reports.representations import line_data, report_data
from engagement.reports.serializers import ReportPage, ReportRequest, ReportSerializer

TAGS = ["reports"]
READERS = (Role.READER, Role.OFFICER, Role.MANAGER)
#: Seconds after which to look again at a report that is being built.
LOOK_AGAIN = "5"
MEDIA_TYPES = {**TYPES, Format.PDF.value: "application/pdf"}
LOCATION = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, response=[202], description="The report's address."
)
RETRY_AFTER = OpenApiParameter(
    "Retry-After",
    int,
    OpenApiParameter.HEADER,
    response=[200, 202],
    description="Seconds, while the report is being built.",
)
LANGUAGE = OpenApiParameter(
    "language", {"type": "string", "enum": list(LANGUAGES)}, OpenApiParameter.PATH
)
EXTENSION = OpenApiParameter(
    "extension", {"type": "string", "enum": list(Format.values)}, OpenApiParameter.PATH
)


def _one_of(codes: Any, help_text: str) -> ChoiceFilter:
    words = gettext_lazy("There is no such one. Give one of: %(codes)s.")
    return ChoiceFilter(
        choices=[(code, code) for code in codes],
        help_text=help_text,
        error_messages={"invalid_choice": words % {"codes": ", ".join(codes)}},
    )


class ReportFilters(FilterSet):
    kind = _one_of(KINDS, "Of this kind.")
    period = CharFilter(
        method="within_quarter", strip=False, help_text="Over this quarter, or a part of it."
    )
    stage = _one_of(Stage.values, "At this stage.")

    def within_quarter(self, rows: Any, name: str, value: str) -> Any:
        try:
            quarter = Quarter.parse(value)
        except ValueError as error:
            words = _("Name a quarter like this: 2026-Q3.")
            raise Problem(400, errors=[Fault(words, parameter=name)]) from error
        return rows.filter(first__gte=quarter.first, last__lte=quarter.last)


class ReportList(ListDoor):
    """Reports, newest first."""

    filters = ReportFilters
    order = ("-created_at", "-id")

    @extend_schema(operation_id="reports", responses=ReportPage, tags=TAGS)
    def get(self, request: Any) -> HttpResponse:
        self.actor.require(*READERS)
        return self.within(self._read)

    @extend_schema(
        operation_id="ask_for_report",
        request=ReportRequest,
        responses={202: ReportSerializer},
        parameters=[LOCATION, RETRY_AFTER],
        tags=TAGS,
    )
    def post(self, request: Any) -> HttpResponse:
        """Ask for a report; the same request again is the same report, other content 409."""
        self.actor.require(*WRITERS)
        given = ReportRequest(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        waiting: list[Job] = []

        def work(actor: Actor) -> HttpResponse:
            report = self._ask(actor, data)
            waiting[:] = [report.job]
            return _shown(self, actor, _row(actor, report.pk), 202)

        answer = self.within(work, "report.requested")
        for job in waiting:
            if job.open:
                send(job.task, job.pk)
        return answer

    def _read(self, actor: Actor) -> HttpResponse:
        rows = Report.objects.visible_to(actor).defer("figures", "texts")
        rows = rows.select_related("job", "team", "governorate")
        found, following = self.page(self.narrowed(rows))
        link = self.request.build_absolute_uri
        return self.listed([line_data(row, link) for row in found], following)

    def _ask(self, actor: Actor, data: Any) -> Report:
        kind = data["kind"]
        if kind not in KINDS:
            told = {"kinds": ", ".join(KINDS)}
            raise _wrong("kind", _("There is no such report. Ask for: %(kinds)s.") % told)
        team = _team(actor, data["team"])
        governorate = _governorate(actor, data["governorate"])
        try:
            period = Period(*asked(data["period"] or "-", actor.today()), team)
        except ValueError as error:
            raise _wrong("period", str(error)) from error
        try:
            return request_report(
                actor, kind, period, governorate=governorate, report_id=data["id"]
            )
        except ValueError as error:
            beside = "governorate" if governorate or KINDS[kind].asks == "governorate" else "team"
            raise Problem(422, errors=[Fault(str(error), pointer=f"/{beside}")]) from error


class ReportDetail(Door):
    """One report."""

    @extend_schema(
        operation_id="report",
        responses=ReportSerializer,
        parameters=[RETRY_AFTER],
        tags=TAGS,
    )
    def get(self, request: Any, pk: UUID) -> HttpResponse:
        self.actor.require(*READERS)
        return self.within(lambda actor: _shown(self, actor, _row(actor, pk)))


class ReportFileDoor(Door):
    """A report as a file."""

    def perform_content_negotiation(self, request: Any, force: bool = False) -> Any:
        """What is answered is named by the address, whatever `Accept` says."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(
        operation_id="report_file",
        responses={
            (200, kind): OpenApiResponse(OpenApiTypes.BINARY)
            for kind in (MEDIA_TYPES["pdf"], TYPES["xlsx"], "text/csv")
        },
        parameters=[LANGUAGE, EXTENSION],
        tags=TAGS,
    )
    def get(self, request: Any, pk: UUID, language: str, extension: str) -> HttpResponse:
        """Take a file; that it was taken is written down."""
        self.actor.require(*READERS)
        _check("language", language, LANGUAGES)
        _check("extension", extension, Format.values)
        return self.within(
            lambda actor: self._file(actor, pk, language, extension), "report.downloaded"
        )

    def _file(self, actor: Actor, pk: UUID, language: str, extension: str) -> HttpResponse:
        rows = (
            ReportFile.objects.visible_to(actor)
            .current()
            .select_related("report")
            .defer("report__figures")
        )
        found = rows.filter(report_id=pk, language=language, format=extension).first()
        if found is None:
            raise Http404
        tag = f'"{found.sha256}"'
        if tag in self.request.META.get("HTTP_IF_NONE_MATCH", ""):
            answer = HttpResponse(status=304)
        else:
            kind, query = found.report.kind, f"{pk} {language}"
            log_export(actor, f"report-{kind}.{extension}", Export.Format.FILE, query, 1)
            name = f"jisr-{kind}-{found.report.first}-{language}.{extension}".replace("_", "-")
            answer = HttpResponse(bytes(found.content), content_type=MEDIA_TYPES[extension])
            answer["Content-Disposition"] = f'attachment; filename="{name}"'
            answer["X-Content-Type-Options"] = "nosniff"
        answer["ETag"] = tag
        return answer


def _row(actor: Actor, pk: UUID) -> Report:
    rows = Report.objects.visible_to(actor)
    rows = rows.select_related("job", "programme", "team", "governorate", "restates")
    found: Report | None = rows.defer("restates__figures").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _shown(door: Door, actor: Actor, report: Report, status: int = 200) -> HttpResponse:
    rows = ReportFile.objects.visible_to(actor).current().filter(report=report).defer("content")
    files = rows.annotate(size=Length("content")).order_by("language", "format")
    link = door.request.build_absolute_uri
    data = report_data(report, files, actor, link)
    answer = door.answer(data, status=status)
    if report.job.open:
        answer["Retry-After"] = LOOK_AGAIN
    if status == 202:
        answer["Location"] = data["url"]
    return answer


def _wrong(field: str, words: str) -> Problem:
    return Problem(400, errors=[Fault(words, pointer=f"/{field}")])


def _check(parameter: str, value: str, allowed: Any) -> None:
    """Raise Problem 400 that says what can be asked for."""
    if value not in allowed:
        words = _("There is no such one. Give one of: %(codes)s.") % {"codes": ", ".join(allowed)}
        raise Problem(400, errors=[Fault(words, parameter=parameter)])


def _team(actor: Actor, team: UUID | None) -> UUID | None:
    here = Team.objects.filter(programme_id=actor.programme_id)
    if team is not None and not here.filter(pk=team).exists():
        words = _("There is no such team in this programme. Give the id of one of its teams.")
        raise _wrong("team", words)
    return team


def _governorate(actor: Actor, key: str | None) -> Region | None:
    if key is None:
        return None
    country = ProgrammeArea.objects.filter(programme_id=actor.programme_id).values("country")
    rows = Region.objects.filter(kind=Region.Kind.GOVERNORATE, parent__in=country)
    there = {row.key: row for row in rows.order_by("key")}
    if key not in there:
        words = _("There is no such governorate. Give one of: %(keys)s.")
        raise _wrong("governorate", words % {"keys": ", ".join(there)})
    return there[key]
