"""Questions about people: where somebody stands, in what name they act, whom they may look up and to whom lend a post."""

from jixiao.accounts.models import Delegation, Link, Seat, User
from jixiao.organisations.models import Unit

from .acting import Acting, acting, refusal_to_act, same_person
from .lending import delegation_for, delegations_of, lendable, refusal_to_delegate, refusal_to_end_delegation, taken_by, takers_for
from .people import (
    person_named,
    refusal_of_names,
    refusal_to_close,
    refusal_to_link,
    refusal_to_move,
    refusal_to_reopen,
    refusal_to_seat,
    refusal_to_unseat,
)
from .standing import Standing, client_address, digest_of, link_for, standing, units_visible_to, user_named

__all__ = [
    "Acting",
    "Delegation",
    "Link",
    "Seat",
    "Standing",
    "Unit",
    "User",
    "acting",
    "client_address",
    "delegation_for",
    "delegations_of",
    "digest_of",
    "lendable",
    "link_for",
    "person_named",
    "refusal_of_names",
    "refusal_to_act",
    "refusal_to_close",
    "refusal_to_delegate",
    "refusal_to_end_delegation",
    "refusal_to_link",
    "refusal_to_move",
    "refusal_to_reopen",
    "refusal_to_seat",
    "refusal_to_unseat",
    "same_person",
    "standing",
    "taken_by",
    "takers_for",
    "units_visible_to",
    "user_named",
]
