"""What a reader can be asked in vain: an empty text, or one beyond the stated limit."""

MAX_CHARS = 50_000_000
"""The longest text read, in characters (about 150 MB of UTF-8). No work plan comes near a hundredth of it."""


class PlanUnreadable(ValueError):
    """A text that cannot be read as a plan; the message is a sentence for the person who brought it."""


class PlanEmpty(PlanUnreadable):
    """The text holds no letter, digit or Chinese character."""


class PlanTooLong(PlanUnreadable):
    """The text is longer than `MAX_CHARS`."""

    def __init__(self, length: int) -> None:
        self.length = length
        super().__init__(f"文本共 {length} 字，超过一次可读的上限 {MAX_CHARS} 字；请按章节分成几份再读。")
