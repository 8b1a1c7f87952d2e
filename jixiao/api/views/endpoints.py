"""The endpoints: reading units, targets, versions and findings; importing a target as a draft."""

from __future__ import annotations

from typing import Annotated, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, NinjaAPI, Path, Query, Status
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from jixiao.accounts.context import Request
from jixiao.api import queries
from jixiao.api.forms import FindingOut, ImportIn, ProjectData, Refusal, RewriteIn, TargetOut, TargetWhole, UnitOut, VersionOut
from jixiao.audit.actions import Denied
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import adoption_for
from jixiao.targets import actions as targets

MOST = 200
HIGHEST = 2**63 - 1
Number = Annotated[int, Path(ge=1, le=HIGHEST)]
Asked = HttpRequest  # what ninja hands over; see Request for what the frame adds
Problems = {400: Refusal, 401: Refusal, 403: Refusal, 404: Refusal, 409: Refusal, 422: Refusal}


class Key(HttpBearer):
    """A token in the Authorization header; its person and scopes stand for the request."""

    openapi_name = "令牌"

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the person a token stands for; refuses one without the scope."""
        asked = cast("Request", request)
        found = queries.token_for(token, asked.at)
        if found is None:
            return None
        if self.scope not in found.scopes:
            raise HttpError(403, f"这个令牌没有「{self.scope}」的使用范围")
        asked.user = found.user
        return found.user


api = NinjaAPI(
    title="绩效接口",
    version="1",
    description="读取单位、绩效目标、批复版和问题，导入目标草稿。用令牌访问，令牌代表发令牌的人，看到的不超出本人的单位。",
    docs_url=None,
    openapi_url=None,  # served by our own view, which knows where we are
    urls_namespace="interface",
)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, _error: Http404) -> HttpResponse:
    return api.create_response(request, {"detail": "没有这条记录，或不在您的单位范围内"}, status=404)


@api.exception_handler(Denied)
def _denied(request: HttpRequest, refusal: Denied) -> HttpResponse:
    return api.create_response(request, {"detail": refusal.sentence}, status=403)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return api.create_response(request, {"detail": refusal.sentence}, status=409)


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say in one sentence which field is wrong, and how many more are."""
    first = error.errors[0]
    where = ".".join(str(step) for step in first["loc"])
    more = f"；另有 {len(error.errors) - 1} 处" if len(error.errors) > 1 else ""
    return api.create_response(request, {"detail": f"「{where}」不合要求（{first['msg']}），请按接口说明改正后再送{more}"}, status=422)


@api.get("/units", auth=Key("units.read"), response={200: list[UnitOut], **Problems}, summary="单位")
def units(request: Asked) -> list[UnitOut]:
    """Return the units the token's person may read, in the order of the tree."""
    asked = cast("Request", request)
    return [UnitOut.of(unit) for unit in queries.units(asked.user, timezone.localdate(asked.at))]


@api.get("/targets", auth=Key("targets.read"), response={200: list[TargetOut], **Problems}, summary="目标")
def listed(  # noqa: PLR0917 - ninja reads the parameters
    request: Asked,
    year: Annotated[int | None, Query(ge=2000, le=2099)] = None,
    unit: Annotated[int | None, Query(ge=1, le=HIGHEST)] = None,
    state: Annotated[str | None, Query(max_length=20, pattern=r"^[^\x00]*$")] = None,
    after: Annotated[int, Query(ge=0, le=HIGHEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> list[TargetOut]:
    """Return targets by number; ask for the next ones with ``after`` the last number seen."""
    asked = cast("Request", request)
    on = timezone.localdate(asked.at)
    found = queries.targets(asked.user, on, year=year, unit=unit, state=state, after=after, limit=limit)
    return [TargetOut.of(target) for target in found]


@api.get("/targets/{number}", auth=Key("targets.read"), response={200: TargetWhole, **Problems}, summary="一个目标")
def one(request: Asked, number: Number) -> TargetWhole:
    """Return a target with what it says now."""
    return whole(_target(request, number))


@api.get("/targets/{number}/versions", auth=Key("targets.read"), response={200: list[VersionOut], **Problems}, summary="批复版")
def versions(request: Asked, number: Number) -> list[VersionOut]:
    """Return the approved versions of a target with their fingerprints."""
    return [VersionOut.of(version) for version in queries.versions(_target(request, number))]


@api.get("/targets/{number}/findings", auth=Key("targets.read"), response={200: list[FindingOut], **Problems}, summary="问题")
def findings(request: Asked, number: Number) -> list[FindingOut]:
    """Return the open findings of a target."""
    return [FindingOut.of(mark) for mark in queries.findings(_target(request, number))]


@api.post("/targets", auth=Key("targets.import"), response={201: TargetWhole, **Problems}, summary="导入目标草稿")
def take_in(
    request: Asked,
    said: ImportIn,
    idempotency_key: Annotated[str | None, Header(alias="Idempotency-Key", max_length=64, pattern=r"^[\x21-\x7e]+$")] = None,
) -> Status[TargetWhole]:
    """Open a draft; the same Idempotency-Key never opens a second one."""
    asked = cast("Request", request)
    on = timezone.localdate(asked.at)
    unit = queries.unit_for(asked.user, on, said.unit, Permission.FILING_READ)
    adopted = adoption_for(unit, said.year)
    pack = adopted.pack if adopted else "standard"
    target = targets.open_target(unit, said.project.said(), year=said.year, pack=pack, by=asked.user, at=asked.at, key=idempotency_key)
    return Status(201, whole(target))


@api.put("/targets/{number}", auth=Key("targets.import"), response={200: TargetWhole, **Problems}, summary="改写目标草稿")
def rewrite(request: Asked, number: Number, said: RewriteIn) -> TargetWhole:
    """Rewrite a draft; refused where somebody has changed it since."""
    asked, target = cast("Request", request), _target(request, number)
    targets.save_target(target, said.project.said(), version=said.version, reason="接口改写", by=asked.user, at=asked.at)
    return whole(_target(request, number))


def whole(target: queries.Target) -> TargetWhole:
    """Return a target with what it says."""
    return TargetWhole(target=TargetOut.of(target), projects=[ProjectData.of(project) for project in target.facts().projects])


def _target(request: Asked, number: int) -> queries.Target:
    asked = cast("Request", request)
    return queries.target_for(asked.user, timezone.localdate(asked.at), number)
