"""财预〔2020〕10号: 10 / 50 / 30 / 10."""

from jixiao.monitoring.sums.scheming import Scheme

ENTRY = Scheme(
    code="CN2020",
    title="项目支出绩效自评（10/50/30/10）",
    basis="财预〔2020〕10号",
    execution=10,
    weights=(("产出", 50), ("效益", 30), ("满意度", 10)),
)
