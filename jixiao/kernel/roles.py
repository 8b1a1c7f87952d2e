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
    TARGET_FILL = "target.fill"
    TARGET_SECTION = "target.section"
    TARGET_FINANCE = "target.finance"
    TARGET_DEPARTMENT = "target.department"
    TARGET_FISCAL = "target.fiscal"
    TARGET_PUBLISH = "target.publish"
    TARGET_CLOSE = "target.close"
    LIBRARY_PROPOSE = "library.propose"
    LIBRARY_KEEP = "library.keep"
    POST_DELEGATE = "post.delegate"
    TOKEN_ISSUE = "token.issue"  # noqa: S105 - the name of a right
    LOG_READ = "log.read"
    LOG_EXPORT = "log.export"
    LOG_ALL = "log.all"
    UNIT_MANAGE = "unit.manage"
    PEOPLE_MANAGE = "people.manage"
    SECURITY_MANAGE = "security.manage"

    @property
    def word(self) -> str:
        """The officials' own words for it."""
        return RIGHTS[self]


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

RIGHTS = {
    P.FILING_READ: "查阅目标和文件",
    P.FILING_RECEIVE: "上传和删除文件",
    P.FILING_MEND: "更正文件内容",
    P.FILING_EXPORT: "导出文件和报表",
    P.DOUBT_SETTLE: "裁定读取疑点",
    P.FINDING_WAIVE: "说明问题不改的理由",
    P.TARGET_FILL: "填报、送审、申请调整目标",
    P.TARGET_SECTION: "科室审核目标",
    P.TARGET_FINANCE: "财务审核目标",
    P.TARGET_DEPARTMENT: "部门审核目标",
    P.TARGET_FISCAL: "财政审核、批复目标",
    P.TARGET_PUBLISH: "公开目标",
    P.TARGET_CLOSE: "年终冻结目标",
    P.LIBRARY_PROPOSE: "申请指标入库、退库",
    P.LIBRARY_KEEP: "管理指标库",
    P.POST_DELEGATE: "委托本人岗位",
    P.TOKEN_ISSUE: "签发接口令牌",
    P.LOG_READ: "查看日志",
    P.LOG_EXPORT: "导出和签证日志",
    P.LOG_ALL: "查看三员和系统的日志",
    P.UNIT_MANAGE: "管理单位",
    P.PEOPLE_MANAGE: "建立和停用账号",
    P.SECURITY_MANAGE: "授予岗位、解除限制、结束会话",
}

_READ = frozenset({P.FILING_READ, P.FILING_EXPORT})
_FILE = _READ | {P.FILING_RECEIVE, P.FILING_MEND, P.DOUBT_SETTLE, P.FINDING_WAIVE, P.TARGET_FILL, P.LIBRARY_PROPOSE}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.PROJECT_OFFICER: _FILE,
    Role.SECTION_HEAD: _FILE | {P.TARGET_SECTION, P.POST_DELEGATE},
    Role.FINANCE_OFFICER: _FILE | {P.TARGET_FINANCE, P.TARGET_PUBLISH, P.TOKEN_ISSUE},
    Role.FINANCE_HEAD: _FILE | {P.TARGET_FINANCE, P.POST_DELEGATE},
    Role.VICE_LEADER: _READ | {P.TARGET_DEPARTMENT, P.POST_DELEGATE},
    Role.CHIEF: _READ | {P.TARGET_DEPARTMENT, P.POST_DELEGATE},
    Role.MEETING_SECRETARY: _READ,
    Role.FISCAL_REVIEWER: _READ
    | {P.FILING_RECEIVE, P.TARGET_FISCAL, P.TARGET_CLOSE, P.LIBRARY_PROPOSE, P.LIBRARY_KEEP, P.POST_DELEGATE, P.TOKEN_ISSUE},
    Role.EXPERT: frozenset({P.FILING_READ}),
    Role.AUDITOR: _READ | {P.LOG_READ, P.LOG_EXPORT},
    Role.SYSTEM_ADMIN: frozenset({P.UNIT_MANAGE, P.PEOPLE_MANAGE}),
    Role.SECURITY_ADMIN: frozenset({P.SECURITY_MANAGE}),
    Role.AUDIT_ADMIN: frozenset({P.LOG_READ, P.LOG_EXPORT, P.LOG_ALL}),
}

# Posts that approve for others or administer the site come in with a second factor.
GUARDED = frozenset(
    {
        P.TARGET_SECTION,
        P.TARGET_FINANCE,
        P.TARGET_DEPARTMENT,
        P.TARGET_FISCAL,
        P.UNIT_MANAGE,
        P.PEOPLE_MANAGE,
        P.SECURITY_MANAGE,
        P.LOG_EXPORT,
    }
)

# 编制与审批分离: whoever filled in a table never decides on it, neither in person nor through or as a delegate.
DECIDING = frozenset({P.TARGET_SECTION, P.TARGET_FINANCE, P.TARGET_DEPARTMENT, P.TARGET_FISCAL})

# Posts that may be lent for a time.
LENDABLE = frozenset(role for role in Role if P.POST_DELEGATE in GRANTS[role])

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
