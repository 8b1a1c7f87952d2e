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
    SPENDING_READ = "spending.read"
    SPENDING_REQUEST = "spending.request"
    SPENDING_SECTION = "spending.section"
    SPENDING_CHECK = "spending.check"
    SPENDING_FINANCE = "spending.finance"
    SPENDING_VICE = "spending.vice"
    SPENDING_CHIEF = "spending.chief"
    SPENDING_ORDER = "spending.order"
    SPENDING_RECHECK = "spending.recheck"
    SPENDING_BOOK = "spending.book"
    SPENDING_SET = "spending.set"
    QUOTA_PROPOSE = "quota.propose"
    QUOTA_APPROVE = "quota.approve"
    MEETING_KEEP = "meeting.keep"
    CONTRACT_KEEP = "contract.keep"
    SUPERVISE = "spending.supervise"
    ASSET_KEEP = "asset.keep"
    ASSET_APPROVE = "asset.approve"
    EVIDENCE_KEEP = "evidence.keep"
    EVIDENCE_CLOSE = "evidence.close"
    SURVEY_HOLD = "survey.hold"
    MONITOR_ISSUE = "monitor.issue"
    MONITOR_FILL = "monitor.fill"
    MONITOR_SECTION = "monitor.section"
    MONITOR_FINANCE = "monitor.finance"
    MONITOR_DISPOSE = "monitor.dispose"
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
    ACCOUNTANT = "accountant"
    CASHIER = "cashier"
    ASSET_KEEPER = "asset_keeper"
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
    Role.ACCOUNTANT: "会计",
    Role.CASHIER: "出纳",
    Role.ASSET_KEEPER: "资产管理员",
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
    P.SPENDING_READ: "查阅支出和指标",
    P.SPENDING_REQUEST: "申请支出",
    P.SPENDING_SECTION: "科室审核支出",
    P.SPENDING_CHECK: "财务审核支出",
    P.SPENDING_FINANCE: "财务负责人签批支出",
    P.SPENDING_VICE: "分管领导签批支出",
    P.SPENDING_CHIEF: "主要领导签批支出",
    P.SPENDING_ORDER: "出纳制单",
    P.SPENDING_RECHECK: "复核并送国库",
    P.SPENDING_BOOK: "登记回单、入账、归档",
    P.SPENDING_SET: "选定审批权限和限额",
    P.QUOTA_PROPOSE: "提出指标调整、调剂",
    P.QUOTA_APPROVE: "批准指标调整、调剂",
    P.MEETING_KEEP: "办会、记录会议决定",
    P.CONTRACT_KEEP: "登记合同、采购、验收",
    P.SUPERVISE: "内部监督：说明疑点、导出",
    P.ASSET_KEEP: "登记资产、盘点、提出处置",
    P.ASSET_APPROVE: "批准资产处置、调拨",
    P.EVIDENCE_KEEP: "登记台账、佐证，关联指标",
    P.EVIDENCE_CLOSE: "台账结账",
    P.SURVEY_HOLD: "开展满意度调查",
    P.MONITOR_ISSUE: "下达监控、接受监控结果",
    P.MONITOR_FILL: "填报监控、说明偏差",
    P.MONITOR_SECTION: "科室审核监控",
    P.MONITOR_FINANCE: "财务审核监控、核销偏差",
    P.MONITOR_DISPOSE: "批准处置、暂停和恢复支付",
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

_READ = frozenset({P.FILING_READ, P.FILING_EXPORT, P.SPENDING_READ})
_PROVE = frozenset({P.EVIDENCE_KEEP, P.SURVEY_HOLD, P.MONITOR_FILL})
_FILE = _READ | _PROVE | {P.FILING_RECEIVE, P.FILING_MEND, P.DOUBT_SETTLE, P.FINDING_WAIVE, P.TARGET_FILL, P.LIBRARY_PROPOSE}
_ASK = frozenset({P.SPENDING_REQUEST, P.CONTRACT_KEEP})

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.PROJECT_OFFICER: _FILE | _ASK,
    Role.SECTION_HEAD: _FILE | _ASK | {P.TARGET_SECTION, P.SPENDING_SECTION, P.MONITOR_SECTION, P.POST_DELEGATE},
    Role.FINANCE_OFFICER: _FILE
    | _ASK
    | {
        P.EVIDENCE_CLOSE,
        P.TARGET_FINANCE,
        P.TARGET_PUBLISH,
        P.TOKEN_ISSUE,
        P.QUOTA_PROPOSE,
        P.MONITOR_ISSUE,
        P.MONITOR_FINANCE,
    },
    Role.FINANCE_HEAD: _FILE
    | {
        P.EVIDENCE_CLOSE,
        P.TARGET_FINANCE,
        P.MONITOR_FINANCE,
        P.SPENDING_FINANCE,
        P.SPENDING_RECHECK,
        P.SPENDING_SET,
        P.QUOTA_PROPOSE,
        P.SUPERVISE,
        P.POST_DELEGATE,
    },
    Role.VICE_LEADER: _READ | {P.TARGET_DEPARTMENT, P.SPENDING_VICE, P.ASSET_APPROVE, P.MONITOR_DISPOSE, P.POST_DELEGATE},
    Role.CHIEF: _READ | {P.TARGET_DEPARTMENT, P.SPENDING_CHIEF, P.QUOTA_APPROVE, P.ASSET_APPROVE, P.MONITOR_DISPOSE, P.POST_DELEGATE},
    Role.MEETING_SECRETARY: _READ | {P.MEETING_KEEP},
    Role.ACCOUNTANT: _READ | {P.SPENDING_CHECK, P.SPENDING_RECHECK, P.SPENDING_BOOK, P.POST_DELEGATE},
    Role.CASHIER: _READ | {P.SPENDING_ORDER, P.POST_DELEGATE},
    Role.ASSET_KEEPER: _READ | {P.ASSET_KEEP},
    Role.FISCAL_REVIEWER: _READ
    | {
        P.FILING_RECEIVE,
        P.TARGET_FISCAL,
        P.TARGET_CLOSE,
        P.QUOTA_APPROVE,
        P.MONITOR_ISSUE,
        P.LIBRARY_PROPOSE,
        P.LIBRARY_KEEP,
        P.POST_DELEGATE,
        P.TOKEN_ISSUE,
    },
    Role.EXPERT: frozenset({P.FILING_READ}),
    Role.AUDITOR: _READ | {P.LOG_READ, P.LOG_EXPORT, P.SUPERVISE},
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
        P.SPENDING_SECTION,
        P.SPENDING_CHECK,
        P.SPENDING_FINANCE,
        P.SPENDING_VICE,
        P.SPENDING_CHIEF,
        P.SPENDING_ORDER,
        P.SPENDING_RECHECK,
        P.SPENDING_BOOK,
        P.QUOTA_APPROVE,
        P.ASSET_APPROVE,
        P.MONITOR_SECTION,
        P.MONITOR_FINANCE,
        P.MONITOR_DISPOSE,
        P.UNIT_MANAGE,
        P.PEOPLE_MANAGE,
        P.SECURITY_MANAGE,
        P.LOG_EXPORT,
    }
)

# 编制与审批分离: whoever filled in a table never decides on it, neither in person nor through or as a delegate.
DECIDING = frozenset(
    {
        P.TARGET_SECTION,
        P.TARGET_FINANCE,
        P.TARGET_DEPARTMENT,
        P.TARGET_FISCAL,
        P.SPENDING_SECTION,
        P.SPENDING_CHECK,
        P.SPENDING_FINANCE,
        P.SPENDING_VICE,
        P.SPENDING_CHIEF,
        P.SPENDING_ORDER,
        P.SPENDING_RECHECK,
        P.SPENDING_BOOK,
        P.QUOTA_APPROVE,
        P.ASSET_APPROVE,
        P.MONITOR_SECTION,
        P.MONITOR_FINANCE,
        P.MONITOR_DISPOSE,
    }
)

# Posts that may be lent for a time.
LENDABLE = frozenset(role for role in Role if P.POST_DELEGATE in GRANTS[role])

# 三员分立: no one holds two of the three, nor one of them together with a business post.
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


# 不相容岗位 (财会〔2012〕21号): posts one person never holds together, and what would fall into one hand.
APART = (
    (frozenset({Role.CASHIER}), frozenset({Role.ACCOUNTANT}), "出纳不得兼任会计：付款与记账须由两人办理"),
    (
        frozenset({Role.CASHIER}),
        frozenset({Role.SECTION_HEAD, Role.FINANCE_HEAD, Role.VICE_LEADER, Role.CHIEF}),
        "出纳不得兼任审批岗位：付款审批与付款执行须由两人办理",
    ),
    (frozenset({Role.CASHIER}), frozenset({Role.AUDITOR}), "出纳不得兼任内审纪检：付款与稽核须由两人办理"),
    (frozenset({Role.ACCOUNTANT}), frozenset({Role.ASSET_KEEPER}), "会计不得兼任资产管理员：资产保管与记账须由两人办理"),
    (
        frozenset({Role.AUDITOR}),
        frozenset({Role.FINANCE_HEAD, Role.ACCOUNTANT, Role.VICE_LEADER, Role.CHIEF}),
        "内审纪检不得兼任财务和领导岗位：执行与监督须分开",
    ),
)


def clash(roles: frozenset[Role]) -> str | None:
    """Return why one person may not hold these posts together, or None."""
    administrators = roles & ADMINISTRATORS
    if len(administrators) > 1:
        return "系统管理员、安全保密员、安全审计员须由三个人分别担任"
    if administrators and roles - ADMINISTRATORS:
        return "三员不得兼任业务岗位"
    return next((reason for one, other, reason in APART if roles & one and roles & other), None)
