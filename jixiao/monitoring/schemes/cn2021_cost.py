"""财预〔2021〕101号 with cost indicators: 10 / 20 / 40 / 20 / 10, execution by steps."""

from jixiao.monitoring.sums.scheming import Scheme

ENTRY = Scheme(
    code="CN2021",
    title="核心绩效指标（执行10，成本20，产出40，效益20，满意度10）",
    basis="财预〔2021〕101号",
    execution=10,
    weights=(("成本", 20), ("产出", 40), ("效益", 20), ("满意度", 10)),
    steps=((100, 10), (80, 7), (60, 5)),
    note="执行率按示例分档：80%以上未执行完7分，60%以上5分，60%以下0分",
)
