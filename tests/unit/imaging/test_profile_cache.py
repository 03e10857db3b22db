from chalicelib.imaging.color.icc import ProfileCache


class Computed:
    """Counts its calls, and returns a result."""

    def __init__(self, result: str | None = "result") -> None:
        self.calls = 0
        self._result = result

    def __call__(self) -> str | None:
        self.calls += 1
        return self._result


def test_a_profile_is_computed_once_for_each_mode() -> None:
    cache = ProfileCache[str](size=2)
    rgb, gray = Computed(), Computed()
    for _ in range(2):
        assert cache.get(b"profile", "RGB", compute=rgb) == "result"
        assert cache.get(b"profile", "L", compute=gray) == "result"
    assert (rgb.calls, gray.calls) == (1, 1)


def test_failures_are_not_kept() -> None:
    cache = ProfileCache[str](size=2)
    broken = Computed(None)
    for _ in range(2):
        assert cache.get(b"broken", compute=broken) is None
    assert broken.calls == 2


def test_the_profile_that_was_used_longest_ago_is_dropped() -> None:
    cache = ProfileCache[str](size=2)
    one = Computed()
    for profile in (b"1", b"2", b"1", b"3", b"1"):
        cache.get(profile, compute=one if profile == b"1" else Computed())
    assert one.calls == 1
    again = Computed()
    cache.get(b"2", compute=again)
    assert again.calls == 1


def test_the_profile_itself_is_not_kept() -> None:
    cache = ProfileCache[str](size=2)
    profile = bytes(1000)
    cache.get(profile, compute=Computed())
    assert profile not in [part for key in cache._results for part in key]  # noqa: SLF001  what is held
