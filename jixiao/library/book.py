"""The room in one module each; see the room's package."""
