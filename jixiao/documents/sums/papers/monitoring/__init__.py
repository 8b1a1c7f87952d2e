"""Papers of monitoring: the table of one project (监控表), of a round's projects, and the report (监控报告)."""
