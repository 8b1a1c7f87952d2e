"""Pages of the library: find, look, suggest, ask, decide."""

from .deciding import decide, requests
from .finding import entry, export, home, past, suggested
from .proposing import propose, propose_again, retire, withdraw

__all__ = ["decide", "entry", "export", "home", "past", "propose", "propose_again", "requests", "retire", "suggested", "withdraw"]
