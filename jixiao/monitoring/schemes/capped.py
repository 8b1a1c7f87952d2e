"""A local way some cities take: low execution caps the score. A product default; no law of the rulebook names the number."""

from jixiao.monitoring.sums.scheming import Scheme

ENTRY = Scheme(
    code="CAPPED",
    title="执行率低于70%的最高79分",
    basis="产品默认（地方做法，无统一文号）",
    execution=10,
    weights=(("产出", 50), ("效益", 30), ("满意度", 10)),
    caps=((70, 79),),
)
