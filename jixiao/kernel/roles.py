"""Who may do what: the permissions, and the roles that hold them. The whole table reads in a minute."""

from __future__ import annotations

import enum


class Permission(enum.StrEnum):
    """One thing a person may do; the name is stored in the audit log and never renamed."""

    FILING_READ = "filing.read"
    FILING_RECEIVE = "filing.receive"
    FILING_MEND = "filing.mend"
    FILING_EXPORT = "filing.export"
    DOUBT_SETTLE = "doubt.settle"
    FINDING_WAIVE = "finding.waive"
    LOG_READ = "log.read"
    UNIT_MANAGE = "unit.manage"
    PEOPLE_MANAGE = "people.manage"
    SECURITY_MANAGE = "security.manage"


P = Permission


class Role(enum.StrEnum):
    """A post somebody holds in a unit (岗位); the name is stored and never renamed."""

    PROJECT_OFFICER = "project_officer"
    SECTION_HEAD = "section_head"
    FINANCE_OFFICER = "finance_officer"
    FINANCE_HEAD = "finance_head"
    VICE_LEADER = "vice_leader"
    CHIEF = "chief"
    MEETING_SECRETARY = "meeting_secretary"
    FISCAL_REVIEWER = "fiscal_reviewer"
    EXPERT = "expert"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"

    @property
    def word(self) -> str:
        """The officials' own word for the post."""
        return WORDS[self]

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the post may do, within its unit and those below."""
        return GRANTS[self]


WORDS = {
    Role.PROJECT_OFFICER: "项目经办人",
    Role.SECTION_HEAD: "科室负责人",
    Role.FINANCE_OFFICER: "绩效专员",
    Role.FINANCE_HEAD: "财务负责人",
    Role.VICE_LEADER: "分管领导",
    Role.CHIEF: "主要领导",
    Role.MEETING_SECRETARY: "办公会秘书",
    Role.FISCAL_REVIEWER: "财政局审核",
    Role.EXPERT: "专家",
    Role.AUDITOR: "内审纪检",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全保密员",
    Role.AUDIT_ADMIN: "安全审计员",
}

_READ = frozenset({P.FILING_READ, P.FILING_EXPORT})
_PREPARE = _READ | {P.FILING_RECEIVE, P.FILING_MEND, P.DOUBT_SETTLE, P.FINDING_WAIVE}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.PROJECT_OFFICER: _PREPARE,
    Role.SECTION_HEAD: _PREPARE,
    Role.FINANCE_OFFICER: _PREPARE,
    Role.FINANCE_HEAD: _PREPARE,
    Role.VICE_LEADER: _READ,
    Role.CHIEF: _READ,
    Role.MEETING_SECRETARY: _READ,
    Role.FISCAL_REVIEWER: _READ | {P.FILING_RECEIVE},
    Role.EXPERT: frozenset({P.FILING_READ}),
    Role.AUDITOR: _READ | {P.LOG_READ},
    Role.SYSTEM_ADMIN: frozenset({P.UNIT_MANAGE, P.PEOPLE_MANAGE}),
    Role.SECURITY_ADMIN: frozenset({P.SECURITY_MANAGE}),
    Role.AUDIT_ADMIN: frozenset({P.LOG_READ}),
}

# 三员分立: no one holds two of the three, nor one of them together with a business post.
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


def clash(roles: frozenset[Role]) -> str | None:
    """Return why one person may not hold these posts together, or None."""
    administrators = roles & ADMINISTRATORS
    if len(administrators) > 1:
        return "系统管理员、安全保密员、安全审计员须由三个人分别担任"
    if administrators and roles - ADMINISTRATORS:
        return "三员不得兼任业务岗位"
    return None
