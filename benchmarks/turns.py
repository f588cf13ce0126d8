"""Two things measured in turns, so that what else the machine does slows down both."""

from collections.abc import Callable


def measure_in_turns[T](
    ours: Callable[[], T], theirs: Callable[[], T], *, rounds: int
) -> list[tuple[T, T]]:
    """Measure both in each round, now one first and now the other."""
    pairs = []
    for number in range(rounds):
        if number % 2:
            mine = ours()
            pairs.append((mine, theirs()))
        else:
            other = theirs()
            pairs.append((ours(), other))
    return pairs
