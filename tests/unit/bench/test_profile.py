from bench.profile import OTHER, shares


def test_seconds_become_shares_by_kind_of_work() -> None:
    found = shares(
        {
            "<method 'resize' of 'ImagingCore' objects>": 1.0,
            "/chalicelib/imaging/kernel/resample.py:105 _call": 2.0,
            "<built-in method PIL._webp.WebPEncode>": 4.0,
            "/chalicelib/imaging/thumbhash.py:25 thumbhash": 1.0,
            "<built-in method math.floor>": 2.0,
        }
    )
    assert (found["Lanczos"], found["WebP encoder"], found[OTHER], found["inflate"]) == (0.3, 0.4, 0.3, 0)
