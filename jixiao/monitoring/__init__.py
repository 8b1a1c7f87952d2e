"""Monitoring (绩效运行监控): what a target came to by a day, frozen; what is off, why, and what was decided about it."""
