"""What was met before, against Python's own sets."""

import numpy as np

from gapkit.measurement.met import Met


def test_repetitions_are_those_of_a_set(rng):
    met, known = Met(), set()
    for size in (0, 1, 50, 7, 200, 200, 3):
        numbers = rng.integers(0, 300, size).astype(np.uint64)
        plain = []
        for number in numbers.tolist():
            plain.append(number in known)
            known.add(number)
        assert met.again(numbers).tolist() == plain
