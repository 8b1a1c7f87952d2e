"""A refusal: the sentence that says why not, what is wrong, where, and what to do."""


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """What was asked will not be done; the message is shown to the person as it stands."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


def heed(*reasons: str | None) -> None:
    """Refuse for the first reason there is; for none, go on."""
    for reason in reasons:
        if reason:
            raise Refused(reason)
