"""A lifecycle: the one table of states and moves that buttons, actions and diagrams read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .refusal import Refused


@dataclass(frozen=True, slots=True)
class Move:
    """One move: its name, the states it starts from, the state it ends in, and the officials' verb for it."""

    name: str
    sources: tuple[str, ...]
    target: str
    verb: str


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The states of one kind of record, in order, and the moves between them. The first state is where a record begins."""

    states: tuple[str, ...]
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        """Refuse a table that names a state it does not have, a move twice, or a state nothing reaches."""
        known = set(self.states)
        reached = {self.states[0]} | {move.target for move in self.moves}
        named = {state for move in self.moves for state in (*move.sources, move.target)}
        names = [move.name for move in self.moves]
        if named - known or known - reached or len(names) != len(set(names)):
            msg = f"lifecycle does not close: unknown {named - known}, unreached {known - reached}, moves {names}"
            raise ValueError(msg)

    @property
    def start(self) -> str:
        """The state a new record is in."""
        return self.states[0]

    def move(self, name: str) -> Move:
        """Return a move by its name; LookupError when there is none."""
        for move in self.moves:
            if move.name == name:
                return move
        raise LookupError(name)

    def from_state(self, state: str) -> Iterable[Move]:
        """Yield the moves open in a state."""
        return (move for move in self.moves if state in move.sources)

    def refusal(self, state: str, name: str) -> str | None:
        """Return why a move is not open in a state, or None when it is."""
        move = self.move(name)
        if state in move.sources:
            return None
        return f"现在是「{state}」，不能{move.verb}；{move.verb}须在「{'」或「'.join(move.sources)}」时办理"

    def after(self, state: str, name: str) -> str:
        """Return the state a move leads to; refuses where the move is not open."""
        if reason := self.refusal(state, name):
            raise Refused(reason)
        return self.move(name).target

    def diagram(self) -> str:
        """Draw the table as a Mermaid state diagram, for the handbook."""
        lines = [f"    {source} --> {move.target}: {move.verb}" for move in self.moves for source in move.sources]
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.start}", *lines])
