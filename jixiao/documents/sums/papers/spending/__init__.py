"""Papers of spending: 支出申请单, 付款申请单, 支出明细账, 预算执行进度表, and what each is made of."""
