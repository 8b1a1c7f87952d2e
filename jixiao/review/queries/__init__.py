"""Questions of the review: what is found in a filing, what was decided about it, and why something may not be done."""

from jixiao.review.models import Assessment, Remark, Tally, Waiver
from jixiao.targets.queries import stale

from .findings import cleared, in_force, look, look_at, pack_of, refusal_to_waive, said, standing_of, waivers_of
from .life import (
    acting_for,
    assessment_of,
    handlers_of,
    machine_form,
    moves_for,
    refusal_to_assess,
    refusal_to_move,
    remarks_of,
    right_to,
)

__all__ = [
    "Assessment",
    "Remark",
    "Tally",
    "Waiver",
    "acting_for",
    "assessment_of",
    "cleared",
    "handlers_of",
    "in_force",
    "look",
    "look_at",
    "machine_form",
    "moves_for",
    "pack_of",
    "refusal_to_assess",
    "refusal_to_move",
    "refusal_to_waive",
    "remarks_of",
    "right_to",
    "said",
    "stale",
    "standing_of",
    "waivers_of",
]
