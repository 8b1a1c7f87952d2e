"""The sample department: one filing with the faults such files have, and the same filing put right."""

from jixiao.site.demo.build import clean, faulty

__all__ = ["clean", "faulty"]
